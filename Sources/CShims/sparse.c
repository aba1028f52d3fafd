#include "sparse.h"
#include "lanes.h"
#include "vectorised.h"

// A block of the matrix, ready to be multiplied.
struct block {
    const int32_t *columns;
    const float *values;
    float *targets[4];
    long count;
};

// What stays the same from block to block.
struct product {
    const float *operand;
    long width;
    int32_t adds;
};

// What lies behind the row keeps its value.
INLINE void store_first(float *target, lanes sum, long count) {
    store(target, count < LANES ? chosen(first_lanes(count), sum, load(target)) : sum);
}

// ROWS × VECTORS sums in registers, for the columns from `start` on: every row of the operand is read once for all of them.
#define TILE(ROWS, VECTORS)                                                                                       \
    INLINE void tile_##ROWS##_##VECTORS(const struct product *product, const struct block *block, long start) {   \
        long width = product->width, left = width - start;                                                        \
        lanes sum[ROWS][VECTORS];                                                                                 \
        UNROLLED for (int r = 0; r < ROWS; r++)                                                                   \
            UNROLLED for (int v = 0; v < VECTORS; v++)                                                            \
                sum[r][v] = product->adds ? load(block->targets[r] + start + LANES * v) : (lanes){0};             \
        const float *values = block->values;                                                                      \
        for (long k = 0; k < block->count; k++, values += ROWS) {                                                 \
            const float *source = product->operand + block->columns[k] * width + start;                           \
            UNROLLED for (int v = 0; v < VECTORS; v++) {                                                          \
                lanes x = load(source + LANES * v);                                                               \
                UNROLLED for (int r = 0; r < ROWS; r++) sum[r][v] += values[r] * x;                               \
            }                                                                                                     \
        }                                                                                                         \
        UNROLLED for (int r = 0; r < ROWS; r++)                                                                   \
            UNROLLED for (int v = 0; v < VECTORS; v++)                                                            \
                store_first(block->targets[r] + start + LANES * v, sum[r][v], left - LANES * v);                  \
    }

TILE(1, 2)
TILE(2, 2)
TILE(3, 2)
TILE(4, 2)
TILE(1, 1)
TILE(2, 1)
TILE(3, 1)
TILE(4, 1)

#define STRIP(ROWS)                                                                                               \
    INLINE void strip_##ROWS(const struct product *product, const struct block *block, long start, long vectors) { \
        if (vectors == 2) tile_##ROWS##_2(product, block, start);                                                 \
        else tile_##ROWS##_1(product, block, start);                                                              \
    }

STRIP(1)
STRIP(2)
STRIP(3)
STRIP(4)

// Vectors of a tile whose sums all stay in registers.
INLINE long widest(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") ? 2 : 1;
#else
    return 1;
#endif
}

VECTORISED void shims_sparse_multiply(
    long count, const shims_sparse_block *blocks, const int32_t *rows, const int32_t *columns, const float *values,
    long width, const float *operand, float *target, int32_t adds) {
    struct product product = {operand, width, adds};
    long most = widest(), vectors;
    for (long start = 0; start < width; start += vectors * LANES) {
        vectors = width - start > LANES ? most : 1;
        const float *value = values;
        const int32_t *row = rows;
        for (long b = 0; b < count; b++) {
            long size = blocks[b].rows;
            struct block block = {columns + blocks[b].start, value, {0}, blocks[b].count};
            for (long r = 0; r < size; r++) block.targets[r] = target + row[r] * width;
            value += size * block.count;
            row += size;
            if (block.count == 0 && adds) continue;
            if (size == 4) strip_4(&product, &block, start, vectors);
            else if (size == 3) strip_3(&product, &block, start, vectors);
            else if (size == 2) strip_2(&product, &block, start, vectors);
            else strip_1(&product, &block, start, vectors);
        }
    }
}
