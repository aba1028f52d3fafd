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
typedef long mask __attribute__((vector_size(8 * LANES), aligned(8), may_alias));

// Rows of a block, at most PANEL, with their rows of Λ, for columns of the block at `offsets`.
struct panel {
    long count;
    const double *values[PANEL];
    const double *operands[PANEL];
    // Whether targets hold nothing yet.
    int isFirst;
};

#define UNROLLED _Pragma("clang loop unroll(full)")

// Columns × VECTORS sums in registers.
#define TILE(COLUMNS, VECTORS)                                                                                    \
    INLINE void tile_##COLUMNS##_##VECTORS(                                                                       \
        const struct panel *panel, const long *offsets, long start, double *const *targets) {                    \
        lanes sum[COLUMNS][VECTORS];                                                                              \
        UNROLLED for (int c = 0; c < COLUMNS; c++)                                                                \
            UNROLLED for (int v = 0; v < VECTORS; v++)                                                            \
                sum[c][v] = panel->isFirst ? (lanes){0} : *(const lanes *)(targets[c] + start + LANES * v);       \
        for (long k = 0; k < panel->count; k++) {                                                                 \
            const double *value = panel->values[k];                                                               \
            const double *operand = panel->operands[k] + start;                                                   \
            lanes x[VECTORS];                                                                                     \
            UNROLLED for (int v = 0; v < VECTORS; v++) x[v] = *(const lanes *)(operand + LANES * v);              \
            UNROLLED for (int c = 0; c < COLUMNS; c++)                                                            \
                UNROLLED for (int v = 0; v < VECTORS; v++) sum[c][v] += value[offsets[c]] * x[v];                 \
        }                                                                                                         \
        UNROLLED for (int c = 0; c < COLUMNS; c++)                                                                \
            UNROLLED for (int v = 0; v < VECTORS; v++)                                                            \
                *(lanes *)(targets[c] + start + LANES * v) = sum[c][v];                                           \
    }

TILE(8, 2)
TILE(8, 1)
TILE(4, 2)
TILE(4, 1)
TILE(2, 2)
TILE(2, 1)

// One column: several partial sums, so that additions need not wait for each other.
INLINE void tile_1_1(const struct panel *panel, const long *offsets, long start, double *const *targets) {
    long column = offsets[0], k = 0;
    lanes sum[4] = {panel->isFirst ? (lanes){0} : *(const lanes *)(targets[0] + start)};
    for (; k + 4 <= panel->count; k += 4)
        UNROLLED for (int i = 0; i < 4; i++)
            sum[i] += panel->values[k + i][column] * *(const lanes *)(panel->operands[k + i] + start);
    for (; k < panel->count; k++) sum[0] += panel->values[k][column] * *(const lanes *)(panel->operands[k] + start);
    *(lanes *)(targets[0] + start) = (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

INLINE void tile_1_2(const struct panel *panel, const long *offsets, long start, double *const *targets) {
    tile_1_1(panel, offsets, start, targets);
    tile_1_1(panel, offsets, start + LANES, targets);
}

// All objectives of some columns.
#define STRIP(COLUMNS)                                                                                            \
    INLINE void strip_##COLUMNS(                                                                                  \
        const struct panel *panel, const long *offsets, long stride, double *const *targets) {                   \
        long start = 0;                                                                                           \
        for (; start + 2 * LANES <= stride; start += 2 * LANES)                                                   \
            tile_##COLUMNS##_2(panel, offsets, start, targets);                                                   \
        if (start < stride) tile_##COLUMNS##_1(panel, offsets, start, targets);                                   \
    }

STRIP(8)
STRIP(4)
STRIP(2)
STRIP(1)

INLINE void strip(
    const struct panel *panel, long count, const long *offsets, long stride, double *const *targets) {
    if (count & 8) {
        strip_8(panel, offsets, stride, targets);
        return;
    }
    if (count & 4) {
        strip_4(panel, offsets, stride, targets);
        offsets += 4;
        targets += 4;
    }
    if (count & 2) {
        strip_2(panel, offsets, stride, targets);
        offsets += 2;
        targets += 2;
    }
    if (count & 1) strip_1(panel, offsets, stride, targets);
}

// The columns of a group that have a row in target, eight at a time.
INLINE void panel_product(
    const struct panel *panel, long count, const int *columns, const struct shims_rows *target, long stride) {
    double *targets[8];
    long offsets[8], found = 0;
    for (long column = 0; column < count; column++) {
        long slot = target->slots[columns[column]];
        if (slot < 0) continue;
        offsets[found] = column;
        targets[found++] = target->elements + slot * stride;
        if (found < 8) continue;
        strip(panel, 8, offsets, stride, targets);
        found = 0;
    }
    if (found > 0) strip(panel, found, offsets, stride, targets);
}

INLINE void group_product(
    const struct shims_blocks *blocks, long group, const struct shims_rows *source, const struct shims_rows *target,
    long stride, int isFirst) {
    const int *columns = blocks->columns + blocks->columnStarts[group];
    long columnCount = blocks->columnStarts[group + 1] - blocks->columnStarts[group];
    const double *values = blocks->values + blocks->valueStarts[group];
    const int *rows = blocks->rows + blocks->rowStarts[group];
    long rowCount = blocks->rowStarts[group + 1] - blocks->rowStarts[group];
    struct panel panel;
    panel.isFirst = isFirst;
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
        if (panel.count == 0) continue;
        panel_product(&panel, columnCount, columns, target, stride);
        panel.isFirst = 0;
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

// Gives every column of the listed groups a row that had none, unless its value is 0 whatever the inputs.
static void open_columns(
    const struct shims_blocks *blocks, long count, const int *groups, const struct shims_lines *lines,
    struct shims_rows *target) {
    for (long i = 0; i < count; i++) {
        for (long entry = blocks->columnStarts[groups[i]]; entry < blocks->columnStarts[groups[i] + 1]; entry++) {
            int column = blocks->columns[entry];
            if (target->slots[column] >= 0) continue;
            if (lines && lines->low[column] == 0 && lines->high[column] == 0 && lines->intercept[column] == 0) continue;
            target->slots[column] = (int)target->count;
            target->indices[target->count++] = column;
        }
    }
}

static void clear_rows(struct shims_rows *rows, long first, long stride) {
    memset(rows->elements + first * stride, 0, (size_t)((rows->count - first) * stride) * sizeof(double));
}

VECTORISED void shims_substitution_pass(
    const struct shims_blocks *blocks, const struct shims_rows *source, const struct shims_lines *lines,
    struct shims_rows *target, struct shims_marks *marks, long stride) {
    long before = target->count;
    long count = touched_groups(blocks, source->count, source->indices, marks);
    open_columns(blocks, count, marks->list, lines, target);
    if (before > 0) clear_rows(target, before, stride);
    for (long i = 0; i < count; i++) group_product(blocks, marks->list[i], source, target, stride, before == 0);
}

// The chosen columns of one block: rows of Wᵀ as they are stored.
static void start_group(
    const struct shims_blocks *transposed, long group, const int *places, struct shims_rows *target, long mirror,
    long stride) {
    const int *columns = transposed->columns + transposed->columnStarts[group];
    long columnCount = transposed->columnStarts[group + 1] - transposed->columnStarts[group];
    long column = 0;
    while (column < columnCount) {
        long found = 0, objectives[PANEL], offsets[PANEL];
        for (; column < columnCount && found < PANEL; column++) {
            if (places[columns[column]] < 0) continue;
            objectives[found] = places[columns[column]];
            offsets[found++] = column;
        }
        const double *values = transposed->values + transposed->valueStarts[group];
        for (long row = transposed->rowStarts[group]; row < transposed->rowStarts[group + 1]; row++) {
            long slot = target->slots[transposed->rows[row]];
            double *entries = target->elements + slot * stride;
            for (long i = 0; slot >= 0 && i < found; i++) entries[objectives[i]] += values[offsets[i]];
            for (long i = 0; slot >= 0 && mirror >= 0 && i < found; i++)
                entries[mirror + objectives[i]] -= values[offsets[i]];
            values += columnCount;
        }
    }
}

void shims_substitution_start(
    const struct shims_blocks *blocks, const struct shims_blocks *transposed, const int *groups, long count,
    const int *chosen, const struct shims_lines *lines, int *places, struct shims_rows *target,
    struct shims_marks *marks, long mirror, long stride) {
    long before = target->count;
    long found = touched_groups(blocks, count, chosen, marks);
    open_columns(blocks, found, marks->list, lines, target);
    clear_rows(target, before, stride);
    for (long i = 0; i < count; i++) places[chosen[i]] = (int)i;
    long stamp = ++marks->stamp;
    for (long i = 0; i < count; i++) {
        long group = groups[chosen[i]];
        if (group < 0 || marks->groups[group] == stamp) continue;
        marks->groups[group] = stamp;
        start_group(transposed, group, places, target, mirror, stride);
    }
    for (long i = 0; i < count; i++) places[chosen[i]] = -1;
}

// yes where the condition holds, else no; |x|; one number in every lane.
#define CHOOSE(condition, yes, no) ((lanes)(((condition) & (mask)(yes)) | (~(condition) & (mask)(no))))
#define MAGNITUDE(x) ((lanes)((mask)(x) & 0x7fffffffffffffffL))
#define ALL(x) ((lanes){x, x, x, x, x, x, x, x})

// LANES objectives, beginning with `start`; rows move together.
INLINE void relax_lanes(
    const struct shims_rows *rows, const struct shims_lines *lines, const double *bias, const double *reach,
    const struct shims_sums *sums, long stride, long start) {
    lanes zero = ALL(0);
    lanes lower = *(lanes *)(sums->lower + start), upper = *(lanes *)(sums->upper + start);
    lanes magnitude = *(lanes *)(sums->magnitude + start);
    double *target = rows->elements + start;
    for (long i = 0; i < rows->count; i++) {
        long index = rows->indices[i];
        lanes value = *(const lanes *)(rows->elements + i * stride + start);
        if (lines) {
            double low = lines->low[index], high = lines->high[index], intercept = lines->intercept[index];
            if (intercept > 0) {
                lanes constant = intercept * value;
                mask isNegative = constant < zero;
                lower += CHOOSE(isNegative, constant, zero);
                upper += CHOOSE(isNegative, zero, constant);
                magnitude += MAGNITUDE(constant);
            }
            if (high == 0 && low == 0) continue;
            value *= CHOOSE(value >= zero, ALL(low), ALL(high));
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
    struct shims_rows *rows, const struct shims_lines *lines, const double *bias, const double *reach,
    const struct shims_sums *sums, long stride) {
    for (long start = 0; start < stride; start += LANES)
        relax_lanes(rows, lines, bias, reach, sums, stride, start);
    if (!lines) return;
    long kept = 0;
    for (long i = 0; i < rows->count; i++) {
        int index = rows->indices[i];
        if (lines->high[index] == 0 && lines->low[index] == 0) {
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

// Registers' worth of sums below and above for one block, LANES × COUNT rows of W side by side.
#define INTERVALS(COUNT)                                                                                          \
    INLINE void intervals_##COUNT(                                                                                \
        long rows, const int *indices, const double *values, long pitch, const double *lower,                     \
        const double *upper, double *minimum, double *maximum) {                                                  \
        lanes low[COUNT], high[COUNT];                                                                            \
        UNROLLED for (int v = 0; v < COUNT; v++) low[v] = high[v] = (lanes){0};                                   \
        for (long row = 0; row < rows; row++) {                                                                   \
            double from = lower[indices[row]], to = upper[indices[row]];                                          \
            UNROLLED for (int v = 0; v < COUNT; v++) {                                                            \
                lanes value = *(const lanes *)(values + row * pitch + LANES * v);                                 \
                lanes atLow = from * value, atHigh = to * value;                                                  \
                mask rises = atLow < atHigh;                                                                      \
                low[v] += CHOOSE(rises, atLow, atHigh);                                                           \
                high[v] += CHOOSE(rises, atHigh, atLow);                                                          \
            }                                                                                                     \
        }                                                                                                         \
        UNROLLED for (int v = 0; v < COUNT; v++) {                                                                \
            *(lanes *)(minimum + LANES * v) = low[v];                                                             \
            *(lanes *)(maximum + LANES * v) = high[v];                                                            \
        }                                                                                                         \
    }

INTERVALS(4)
INTERVALS(1)

// The rest of a block, one row of W.
INLINE void interval(
    long rows, const int *indices, const double *values, long pitch, const double *lower, const double *upper,
    double *minimum, double *maximum) {
    double low = 0, high = 0;
    for (long row = 0; row < rows; row++) {
        double atLow = lower[indices[row]] * values[row * pitch], atHigh = upper[indices[row]] * values[row * pitch];
        low += atLow < atHigh ? atLow : atHigh;
        high += atLow < atHigh ? atHigh : atLow;
    }
    *minimum = low;
    *maximum = high;
}

VECTORISED void shims_interval_product(
    const struct shims_blocks *transposed, long groups, const double *lower, const double *upper,
    double *minimum, double *maximum) {
    double low[4 * LANES], high[4 * LANES];
    for (long group = 0; group < groups; group++) {
        const int *columns = transposed->columns + transposed->columnStarts[group];
        long pitch = transposed->columnStarts[group + 1] - transposed->columnStarts[group];
        const int *indices = transposed->rows + transposed->rowStarts[group];
        long rows = transposed->rowStarts[group + 1] - transposed->rowStarts[group];
        const double *values = transposed->values + transposed->valueStarts[group];
        long column = 0;
        while (column < pitch) {
            long left = pitch - column, width = left >= 4 * LANES ? 4 * LANES : left >= LANES ? LANES : 1;
            if (width == 4 * LANES) intervals_4(rows, indices, values + column, pitch, lower, upper, low, high);
            else if (width == LANES) intervals_1(rows, indices, values + column, pitch, lower, upper, low, high);
            else interval(rows, indices, values + column, pitch, lower, upper, low, high);
            for (long i = 0; i < width; i++) {
                minimum[columns[column + i]] += low[i];
                maximum[columns[column + i]] += high[i];
            }
            column += width;
        }
    }
}
