#include "plane_lanes.h"
#include "lanes.h"
#include "vectorised.h"

static const float full = 255;

// The columns of a tile that have a plane for a ReLU: open, with λ < 0; and this λ, 0 elsewhere.
#define ACTIVE(VECTORS)                                                                                           \
    INLINE int active_##VECTORS(                                                                                  \
        const float *lambda, const float *split, long left, lane_numbers *mask, lanes *coefficient) {             \
        lane_numbers found = {0};                                                                                 \
        UNROLLED for (int v = 0; v < VECTORS; v++) {                                                              \
            lanes value = load(lambda + LANES * v);                                                               \
            mask[v] = (load(split + LANES * v) == 0) & (value < 0) & first_lanes(left - LANES * v);               \
            coefficient[v] = (lanes)((lane_numbers)value & mask[v]);                                              \
            found |= mask[v];                                                                                     \
        }                                                                                                         \
        return any(found);                                                                                        \
    }

ACTIVE(1)
ACTIVE(2)

INLINE lanes weight(const uint8_t *place) { return __builtin_convertvector(*(const lane_bytes *)place, lanes); }
INLINE lanes positive(lanes x) { return chosen(x > 0, x, (lanes){0}); }

// One entry's part of a plane's slopes, of Σ t e and of Σ t |e|.
INLINE void add_slope(
    const shims_plane_lanes *batch, long entry, long start, lanes factor, lanes *sum, lanes *size) {
    const shims_planes *planes = batch->planes;
    float e = planes->entries[entry];
    float *slopes = batch->scaled + planes->columns[entry] * batch->stride + start;
    lanes share = weight(batch->weights + entry * batch->stride + start), slope = e * share;
    *sum += slope;
    *size += __builtin_fabsf(e) * share;
    store(slopes, load(slopes) + factor * slope);
}

// Two sums of each kind, so that additions need not wait for each other.
#define BACK(VECTORS)                                                                                             \
    INLINE void back_##VECTORS(                                                                                   \
        const shims_plane_lanes *batch, long unit, long start, const float *lambda, const float *split,           \
        float *bounds) {                                                                                          \
        const shims_planes *planes = batch->planes;                                                               \
        long stride = batch->stride, row = unit * batch->width + start;                                           \
        long entry = planes->starts[unit], end = planes->starts[unit + 1];                                        \
        lane_numbers mask[VECTORS];                                                                               \
        lanes coefficient[VECTORS], factor[VECTORS], sum[2][VECTORS], size[2][VECTORS];                           \
        if (!active_##VECTORS(lambda + row, split + row, batch->width - start, mask, coefficient)) return;        \
        UNROLLED for (int v = 0; v < VECTORS; v++) {                                                              \
            factor[v] = coefficient[v] * (1 / full);                                                              \
            sum[0][v] = sum[1][v] = size[0][v] = size[1][v] = (lanes){0};                                         \
        }                                                                                                         \
        for (; entry + 2 <= end; entry += 2)                                                                      \
            UNROLLED for (int i = 0; i < 2; i++)                                                                  \
                UNROLLED for (int v = 0; v < VECTORS; v++)                                                        \
                    add_slope(batch, entry + i, start + LANES * v, factor[v], &sum[i][v], &size[i][v]);           \
        if (entry < end)                                                                                          \
            UNROLLED for (int v = 0; v < VECTORS; v++)                                                            \
                add_slope(batch, entry, start + LANES * v, factor[v], &sum[0][v], &size[0][v]);                   \
        float *constants = batch->constants + unit * stride + start;                                              \
        UNROLLED for (int v = 0; v < VECTORS; v++) {                                                              \
            lanes sums = sum[0][v] + sum[1][v], sizes = size[0][v] + size[1][v];                                  \
            lanes active = planes->upper[unit] - (sizes + sums) * (0.5f / full);                                  \
            lanes inactive = (sizes - sums) * (0.5f / full);                                                      \
            lanes constant = chosen(active > inactive, active, inactive);                                         \
            store(constants + LANES * v, constant);                                                               \
            store(bounds + start + LANES * v, load(bounds + start + LANES * v) + coefficient[v] * constant);      \
        }                                                                                                         \
    }

BACK(1)
BACK(2)

VECTORISED void shims_plane_lanes_back(
    const shims_plane_lanes *given, const float *lambda, const float *split, float *nu, float *bounds) {
    // Copies of their own, which stores cannot change.
    const shims_planes copied = *given->planes, *planes = &copied;
    shims_plane_lanes own = *given, *batch = &own;
    own.planes = planes;
    long width = batch->width, stride = batch->stride;
    for (long i = 0; i < planes->inputs * stride; i++) batch->scaled[i] = 0;
    for (long unit = 0; unit < planes->units; unit++) {
        long start = 0;
        for (; start + LANES < stride; start += 2 * LANES) back_2(batch, unit, start, lambda, split, bounds);
        if (start < stride) back_1(batch, unit, start, lambda, split, bounds);
    }
    for (long j = 0; j < planes->inputs; j++) {
        float scale = planes->inverse_width[j], low = planes->low[j];
        const float *restrict slopes = batch->scaled + j * stride;
        float *restrict coefficients = nu + j * width;
        for (long i = 0; i < width; i++) {
            float slope = slopes[i] * scale;
            coefficients[i] += slope;
            bounds[i] -= slope * low;
        }
    }
}

INLINE lanes limited(lanes t) {
    t = positive(t);
    return chosen(t < full, t, spread(full));
}

// Where a moved weight waits.
#define room(VECTORS, k, v) (batch->scratch + (VECTORS * (k) + (v)) * LANES)

// One entry's weights towards what is best at the averages, with their part of Σ t |e|.
INLINE void pull(const shims_plane_lanes *batch, long entry, long start, float step, float *moved, lanes *size) {
    const shims_planes *planes = batch->planes;
    float e = planes->entries[entry];
    lanes average = load(batch->averages + planes->columns[entry] * batch->stride + start);
    lanes t = weight(batch->weights + entry * batch->stride + start);
    t = limited(t + (e < 0 ? -step : step) * (1 - 2 * average));
    store(moved, t);
    *size += __builtin_fabsf(e) * t;
}

// Σ t |e| = u makes the terms of the constant agree: t shrinks towards 0, or 1 − t does.
INLINE void balance(lanes size, float upper, float extent, lanes *scale, lanes *end) {
    lanes rest = extent - size;
    lane_numbers shrinks = size > upper;
    *scale = chosen(shrinks, upper / size, chosen(rest > 0, (extent - upper) / rest, spread(1)));
    *end = chosen(shrinks, (lanes){0}, spread(full));
}

// Writes weights down in the columns of `mask`, their distance to an end scaled.
INLINE void settle(lanes t, lanes scale, lanes end, lane_numbers mask, uint8_t *weights) {
    lane_numbers next = __builtin_convertvector(limited(end + scale * (t - end) + 0.5f), lane_numbers);
    lane_numbers known = __builtin_convertvector(*(const lane_bytes *)weights, lane_numbers);
    *(lane_bytes *)weights = __builtin_convertvector((mask & next) | (~mask & known), lane_bytes);
}

// Moves one ReLU's weights in the columns of `mask`.
#define MOVE(VECTORS)                                                                                             \
    INLINE void move_##VECTORS(                                                                                   \
        const shims_plane_lanes *batch, long unit, long start, const lane_numbers *mask, float step) {            \
        const shims_planes *planes = batch->planes;                                                               \
        long stride = batch->stride, first = planes->starts[unit], count = planes->starts[unit + 1] - first, k = 0; \
        uint8_t *weights = batch->weights + first * stride + start;                                               \
        lanes size[2][VECTORS], scale[VECTORS], end[VECTORS];                                                     \
        UNROLLED for (int v = 0; v < VECTORS; v++) size[0][v] = size[1][v] = (lanes){0};                          \
        for (; k + 2 <= count; k += 2)                                                                            \
            UNROLLED for (int i = 0; i < 2; i++)                                                                  \
                UNROLLED for (int v = 0; v < VECTORS; v++)                                                        \
                    pull(batch, first + k + i, start + LANES * v, step, room(VECTORS, k + i, v), &size[i][v]);    \
        if (k < count)                                                                                            \
            UNROLLED for (int v = 0; v < VECTORS; v++)                                                            \
                pull(batch, first + k, start + LANES * v, step, room(VECTORS, k, v), &size[0][v]);                \
        UNROLLED for (int v = 0; v < VECTORS; v++)                                                                \
            balance((size[0][v] + size[1][v]) / full, planes->upper[unit], planes->extent[unit], &scale[v], &end[v]); \
        for (k = 0; k < count; k++)                                                                               \
            UNROLLED for (int v = 0; v < VECTORS; v++)                                                            \
                settle(load(room(VECTORS, k, v)), scale[v], end[v], mask[v], weights + k * stride + LANES * v);   \
    }

MOVE(1)
MOVE(2)

// One entry's part of a plane's value.
INLINE lanes term(const shims_plane_lanes *batch, long entry, long start) {
    lanes y = load(batch->scaled + batch->planes->columns[entry] * batch->stride + start);
    return batch->planes->entries[entry] * (weight(batch->weights + entry * batch->stride + start) * y);
}

#define FORTH(VECTORS)                                                                                            \
    INLINE void forth_##VECTORS(                                                                                  \
        const shims_plane_lanes *batch, long unit, long start, const float *lambda, const float *split,           \
        const float *z, float step, float *h) {                                                                   \
        const shims_planes *planes = batch->planes;                                                               \
        long stride = batch->stride, row = unit * batch->width + start;                                           \
        long entry = planes->starts[unit], end = planes->starts[unit + 1];                                        \
        float *gaps = batch->gaps + unit * stride + start;                                                        \
        const float *constants = batch->constants + unit * stride + start;                                        \
        lane_numbers mask[VECTORS];                                                                               \
        lanes coefficient[VECTORS], sum[2][VECTORS];                                                              \
        int isActive = active_##VECTORS(lambda + row, split + row, batch->width - start, mask, coefficient);      \
        UNROLLED for (int v = 0; v < VECTORS; v++) {                                                              \
            store(gaps + LANES * v, 0.7f * load(gaps + LANES * v));                                               \
            sum[0][v] = sum[1][v] = (lanes){0};                                                                   \
        }                                                                                                         \
        if (!isActive) return;                                                                                    \
        for (; entry + 2 <= end; entry += 2)                                                                      \
            UNROLLED for (int i = 0; i < 2; i++)                                                                  \
                UNROLLED for (int v = 0; v < VECTORS; v++) sum[i][v] += term(batch, entry + i, start + LANES * v); \
        if (entry < end)                                                                                          \
            UNROLLED for (int v = 0; v < VECTORS; v++) sum[0][v] += term(batch, entry, start + LANES * v);        \
        UNROLLED for (int v = 0; v < VECTORS; v++) {                                                              \
            lanes value = load(constants + LANES * v) + (sum[0][v] + sum[1][v]) * (1 / full);                     \
            lanes loss = coefficient[v] * (value - positive(load(z + row + LANES * v)));                          \
            store(gaps + LANES * v, load(gaps + LANES * v) - chosen(mask[v], 0.3f * loss, (lanes){0}));           \
            store(h + row + LANES * v, chosen(mask[v], value, load(h + row + LANES * v)));                        \
        }                                                                                                         \
        if (step > 0) move_##VECTORS(batch, unit, start, mask, step * full);                                      \
    }

FORTH(1)
FORTH(2)

VECTORISED void shims_plane_lanes_forth(
    const shims_plane_lanes *given, const float *lambda, const float *split, const float *x, const float *z, float step,
    float *h) {
    // Copies of their own, which stores cannot change.
    const shims_planes copied = *given->planes, *planes = &copied;
    shims_plane_lanes own = *given, *batch = &own;
    own.planes = planes;
    long width = batch->width, stride = batch->stride;
    for (long j = 0; j < planes->inputs; j++) {
        float scale = planes->inverse_width[j], low = planes->low[j];
        const float *restrict inputs = x + j * width;
        float *restrict y = batch->scaled + j * stride, *restrict average = batch->averages + j * stride;
        for (long i = 0; i < width; i++) {
            float value = (inputs[i] - low) * scale;
            y[i] = value;
            average[i] = average[i] < 0 ? value : 0.8f * average[i] + 0.2f * value;
        }
    }
    for (long unit = 0; unit < planes->units; unit++) {
        long start = 0;
        for (; start + LANES < stride; start += 2 * LANES) forth_2(batch, unit, start, lambda, split, z, step, h);
        if (start < stride) forth_1(batch, unit, start, lambda, split, z, step, h);
    }
}

// Sixteen rows of sixteen bytes, turned: four rounds that interleave the first eight rows with the last eight.
INLINE void turn(lane_bytes *rows) {
    UNROLLED for (int round = 0; round < 4; round++) {
        lane_bytes next[LANES];
        UNROLLED for (int i = 0; i < LANES / 2; i++) {
            next[2 * i] = __builtin_shufflevector(
                rows[i], rows[i + LANES / 2], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            next[2 * i + 1] = __builtin_shufflevector(
                rows[i], rows[i + LANES / 2], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
        UNROLLED for (int i = 0; i < LANES; i++) rows[i] = next[i];
    }
}

VECTORISED void shims_plane_lanes_load(
    long entries, long columns, long pitch, const uint8_t *given, long stride, long start, uint8_t *weights) {
    long entry = 0;
    for (; entry + LANES <= entries; entry += LANES) {
        lane_bytes rows[LANES];
        UNROLLED for (int i = 0; i < LANES; i++)
            rows[i] = *(const lane_bytes *)(given + (i < columns ? i : columns - 1) * pitch + entry);
        turn(rows);
        UNROLLED for (int i = 0; i < LANES; i++) *(lane_bytes *)(weights + (entry + i) * stride + start) = rows[i];
    }
    for (; entry < entries; entry++) {
        for (long i = 0; i < columns; i++) weights[entry * stride + start + i] = given[i * pitch + entry];
    }
}

VECTORISED void shims_plane_lanes_keep(
    long entries, long columns, long pitch, uint8_t *kept, long stride, long start, const uint8_t *weights) {
    long entry = 0;
    for (; entry + LANES <= entries; entry += LANES) {
        lane_bytes rows[LANES];
        UNROLLED for (int i = 0; i < LANES; i++)
            rows[i] = *(const lane_bytes *)(weights + (entry + i) * stride + start);
        turn(rows);
        UNROLLED for (int i = 0; i < LANES; i++) if (i < columns) *(lane_bytes *)(kept + i * pitch + entry) = rows[i];
    }
    for (; entry < entries; entry++) {
        for (long i = 0; i < columns; i++) kept[i * pitch + entry] = weights[entry * stride + start + i];
    }
}

void shims_plane_lanes_compact(
    long entries, long stride, long count, const int32_t *columns, long kept_stride, uint8_t *weights) {
    for (long entry = 0; entry < entries; entry++) {
        const uint8_t *row = weights + entry * stride;
        uint8_t *kept = weights + entry * kept_stride;
        for (long i = 0; i < count; i++) kept[i] = row[columns[i]];
    }
}
