#include "substitution.h"
#include "vectorised.h"

#include <string.h>

// Fused where the processor can: error bounds hold for either.
#pragma STDC FP_CONTRACT ON

#define INLINE static inline __attribute__((always_inline))

// Objectives that stand in one register, and rows of W that are gathered at a time.
#define LANES 8
#define PANEL 256

typedef double lanes __attribute__((vector_size(8 * LANES), aligned(8), may_alias));

// A product of at most PANEL rows of a block with their rows of Λ.
struct panel {
    long count;
    const double *values[PANEL];
    const double *operands[PANEL];
};

// Columns × VECTORS sums in registers.
#define TILE(COLUMNS, VECTORS)                                                                                    \
    INLINE void tile_##COLUMNS##_##VECTORS(                                                                       \
        const struct panel *panel, long column, long start, double *const *targets) {                            \
        lanes sum[COLUMNS][VECTORS];                                                                              \
        _Pragma("clang loop unroll(full)") for (int c = 0; c < COLUMNS; c++)                                      \
            _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++)                                  \
                sum[c][v] = *(const lanes *)(targets[c] + start + LANES * v);                                     \
        for (long k = 0; k < panel->count; k++) {                                                                 \
            const double *value = panel->values[k] + column;                                                      \
            const double *operand = panel->operands[k] + start;                                                   \
            lanes x[VECTORS];                                                                                     \
            _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++)                                  \
                x[v] = *(const lanes *)(operand + LANES * v);                                                     \
            _Pragma("clang loop unroll(full)") for (int c = 0; c < COLUMNS; c++)                                  \
                _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++)                              \
                    sum[c][v] += value[c] * x[v];                                                                 \
        }                                                                                                         \
        _Pragma("clang loop unroll(full)") for (int c = 0; c < COLUMNS; c++)                                      \
            _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++)                                  \
                *(lanes *)(targets[c] + start + LANES * v) = sum[c][v];                                           \
    }

TILE(8, 2)
TILE(8, 1)
TILE(4, 2)
TILE(4, 1)
TILE(2, 2)
TILE(2, 1)

// One column: several partial sums, so that additions need not wait for each other.
INLINE void tile_1_1(const struct panel *panel, long column, long start, double *const *targets) {
    lanes sum[4] = {*(const lanes *)(targets[0] + start)};
    long k = 0;
    for (; k + 4 <= panel->count; k += 4)
        _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++)
            sum[i] += panel->values[k + i][column] * *(const lanes *)(panel->operands[k + i] + start);
    for (; k < panel->count; k++) sum[0] += panel->values[k][column] * *(const lanes *)(panel->operands[k] + start);
    *(lanes *)(targets[0] + start) = (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

INLINE void tile_1_2(const struct panel *panel, long column, long start, double *const *targets) {
    tile_1_1(panel, column, start, targets);
    tile_1_1(panel, column, start + LANES, targets);
}

// All objectives of some columns.
#define STRIP(COLUMNS)                                                                                            \
    INLINE void strip_##COLUMNS(const struct panel *panel, long column, long stride, double *const *targets) {    \
        long start = 0;                                                                                           \
        for (; start + 2 * LANES <= stride; start += 2 * LANES)                                                   \
            tile_##COLUMNS##_2(panel, column, start, targets);                                                    \
        if (start < stride) tile_##COLUMNS##_1(panel, column, start, targets);                                    \
    }

STRIP(8)
STRIP(4)
STRIP(2)
STRIP(1)

INLINE void panel_product(
    const struct panel *panel, long count, const int *columns, const struct shims_rows *target, long stride) {
    double *targets[8];
    long column = 0;
    while (column < count) {
        long left = count - column;
        long width = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
        for (long i = 0; i < width; i++)
            targets[i] = target->elements + target->slots[columns[column + i]] * stride;
        if (width == 8) strip_8(panel, column, stride, targets);
        else if (width == 4) strip_4(panel, column, stride, targets);
        else if (width == 2) strip_2(panel, column, stride, targets);
        else strip_1(panel, column, stride, targets);
        column += width;
    }
}

INLINE void group_product(
    const struct shims_blocks *blocks, long group, const struct shims_rows *source, const struct shims_rows *target,
    long stride) {
    const int *columns = blocks->columns + blocks->columnStarts[group];
    long columnCount = blocks->columnStarts[group + 1] - blocks->columnStarts[group];
    const double *values = blocks->values + blocks->valueStarts[group];
    const int *rows = blocks->rows + blocks->rowStarts[group];
    long rowCount = blocks->rowStarts[group + 1] - blocks->rowStarts[group];
    struct panel panel;
    long row = 0;
    while (row < rowCount) {
        panel.count = 0;
        for (; row < rowCount && panel.count < PANEL; row++) {
            long slot = source->slots[rows[row]];
            if (slot < 0) continue;
            panel.values[panel.count] = values + row * columnCount;
            panel.operands[panel.count] = source->elements + slot * stride;
            panel.count++;
        }
        if (panel.count > 0) panel_product(&panel, columnCount, columns, target, stride);
    }
}

// Lists the groups in which any of the rows occurs.
static long touched_groups(
    const struct shims_blocks *blocks, long count, const int *rows, struct shims_marks *marks) {
    long stamp = ++marks->stamp, found = 0;
    for (long i = 0; i < count; i++) {
        long field = blocks->fields[rows[i]];
        if (marks->fields[field] == stamp) continue;
        marks->fields[field] = stamp;
        for (long entry = blocks->groupStarts[field]; entry < blocks->groupStarts[field + 1]; entry++) {
            int group = blocks->groups[entry];
            if (marks->groups[group] == stamp) continue;
            marks->groups[group] = stamp;
            marks->list[found++] = group;
        }
    }
    return found;
}

// Gives every column of the listed groups a row, of zeros where it had none.
static void open_columns(
    const struct shims_blocks *blocks, long count, const int *groups, struct shims_rows *target, long stride) {
    long before = target->count;
    for (long i = 0; i < count; i++) {
        for (long entry = blocks->columnStarts[groups[i]]; entry < blocks->columnStarts[groups[i] + 1]; entry++) {
            int column = blocks->columns[entry];
            if (target->slots[column] >= 0) continue;
            target->slots[column] = (int)target->count;
            target->indices[target->count++] = column;
        }
    }
    memset(target->elements + before * stride, 0, (size_t)((target->count - before) * stride) * sizeof(double));
}

VECTORISED void shims_substitution_pass(
    const struct shims_blocks *blocks, const struct shims_rows *source, struct shims_rows *target,
    struct shims_marks *marks, long stride) {
    long count = touched_groups(blocks, source->count, source->indices, marks);
    open_columns(blocks, count, marks->list, target, stride);
    for (long i = 0; i < count; i++) group_product(blocks, marks->list[i], source, target, stride);
}

// Columns of one group for the rows of it that are chosen.
static void start_group(
    const struct shims_blocks *blocks, long group, const int *places, const struct shims_rows *target, long mirror,
    long stride) {
    const int *columns = blocks->columns + blocks->columnStarts[group];
    long columnCount = blocks->columnStarts[group + 1] - blocks->columnStarts[group];
    for (long row = blocks->rowStarts[group]; row < blocks->rowStarts[group + 1]; row++) {
        long place = places[blocks->rows[row]];
        if (place < 0) continue;
        const double *values =
            blocks->values + blocks->valueStarts[group] + (row - blocks->rowStarts[group]) * columnCount;
        for (long column = 0; column < columnCount; column++) {
            double *entries = target->elements + target->slots[columns[column]] * stride;
            entries[place] += values[column];
            if (mirror >= 0) entries[mirror + place] -= values[column];
        }
    }
}

void shims_substitution_start(
    const struct shims_blocks *blocks, long count, const int *chosen, int *places, struct shims_rows *target,
    struct shims_marks *marks, long mirror, long stride) {
    long groups = touched_groups(blocks, count, chosen, marks);
    open_columns(blocks, groups, marks->list, target, stride);
    for (long i = 0; i < count; i++) places[chosen[i]] = (int)i;
    for (long i = 0; i < groups; i++) start_group(blocks, marks->list[i], places, target, mirror, stride);
    for (long i = 0; i < count; i++) places[chosen[i]] = -1;
}

typedef long mask __attribute__((vector_size(8 * LANES), aligned(8), may_alias));

// yes where the condition holds, else no; |x|; one number in every lane.
#define CHOOSE(condition, yes, no) ((lanes)(((condition) & (mask)(yes)) | (~(condition) & (mask)(no))))
#define MAGNITUDE(x) ((lanes)((mask)(x) & 0x7fffffffffffffffL))
#define ALL(x) ((lanes){x, x, x, x, x, x, x, x})

// LANES objectives, beginning with `start`; rows move together.
INLINE void relax_lanes(
    const struct shims_rows *rows, const double *low, const double *high, const double *intercept,
    const double *bias, const double *reach, const struct shims_sums *sums, long stride, long start) {
    lanes zero = ALL(0);
    lanes lower = *(lanes *)(sums->lower + start), upper = *(lanes *)(sums->upper + start);
    lanes magnitude = *(lanes *)(sums->magnitude + start);
    double *target = rows->elements + start;
    for (long i = 0; i < rows->count; i++) {
        long index = rows->indices[i];
        lanes value = *(const lanes *)(rows->elements + i * stride + start);
        if (high) {
            if (intercept[index] > 0) {
                lanes constant = intercept[index] * value;
                mask isNegative = constant < zero;
                lower += CHOOSE(isNegative, constant, zero);
                upper += CHOOSE(isNegative, zero, constant);
                magnitude += MAGNITUDE(constant);
            }
            if (high[index] == 0 && low[index] == 0) continue;
            value *= CHOOSE(value >= zero, ALL(low[index]), ALL(high[index]));
        }
        *(lanes *)target = value;
        target += stride;
        lower += bias[index] * value;
        upper += bias[index] * value;
        magnitude += reach[index] * MAGNITUDE(value);
    }
    *(lanes *)(sums->lower + start) = lower;
    *(lanes *)(sums->upper + start) = upper;
    *(lanes *)(sums->magnitude + start) = magnitude;
}

VECTORISED void shims_substitution_relax(
    struct shims_rows *rows, const double *low, const double *high, const double *intercept, const double *bias,
    const double *reach, const struct shims_sums *sums, long stride) {
    for (long start = 0; start < stride; start += LANES)
        relax_lanes(rows, low, high, intercept, bias, reach, sums, stride, start);
    if (!high) return;
    long kept = 0;
    for (long i = 0; i < rows->count; i++) {
        int index = rows->indices[i];
        if (high[index] == 0 && low[index] == 0) {
            rows->slots[index] = -1;
        } else {
            rows->slots[index] = (int)kept;
            rows->indices[kept++] = index;
        }
    }
    rows->count = kept;
}

VECTORISED void shims_substitution_extrema(
    const struct shims_rows *rows, const double *lower, const double *upper, double factor,
    const struct shims_sums *sums, long stride) {
    for (long start = 0; start < stride; start += LANES) {
        lanes minimum = *(lanes *)(sums->lower + start), maximum = *(lanes *)(sums->upper + start);
        lanes total = ALL(0);
        for (long i = 0; i < rows->count; i++) {
            long index = rows->indices[i];
            lanes value = *(const lanes *)(rows->elements + i * stride + start);
            lanes atLow = lower[index] * value, atHigh = upper[index] * value;
            mask rises = atLow < atHigh;
            minimum += CHOOSE(rises, atLow, atHigh);
            maximum += CHOOSE(rises, atHigh, atLow);
            total += MAGNITUDE(value);
        }
        *(lanes *)(sums->lower + start) = minimum;
        *(lanes *)(sums->upper + start) = maximum;
        *(lanes *)(sums->magnitude + start) += factor * total;
    }
}

void shims_substitution_select(
    struct shims_rows *rows, long count, const int *kept, long stride, long newStride) {
    for (long i = 0; i < rows->count; i++) {
        const double *source = rows->elements + i * stride;
        double *target = rows->elements + i * newStride;
        for (long j = 0; j < count; j++) target[j] = source[kept[j]];
        for (long j = count; j < newStride; j++) target[j] = 0;
    }
}
