#include "sparse.h"
#include "vectorised.h"

// Columns whose sums stay in registers while a row's entries go by.
#define TILE 64

VECTORISED void shims_sparse_accumulate(
    long rows, const int *restrict starts, const int *restrict columns, const float *restrict values, long width,
    const float *restrict operand, float *restrict target) {
    long start = 0;
    for (; start + TILE <= width; start += TILE) {
        for (long row = 0; row < rows; row++) {
            if (starts[row] == starts[row + 1]) continue;
            float *sums = target + row * width + start;
            float sum[TILE];
            for (long i = 0; i < TILE; i++) sum[i] = sums[i];
            for (long entry = starts[row]; entry < starts[row + 1]; entry++) {
                float value = values[entry];
                const float *source = operand + columns[entry] * width + start;
                for (long i = 0; i < TILE; i++) sum[i] += value * source[i];
            }
            for (long i = 0; i < TILE; i++) sums[i] = sum[i];
        }
    }
    if (start == width) return;
    for (long row = 0; row < rows; row++) {
        float *sums = target + row * width;
        for (long entry = starts[row]; entry < starts[row + 1]; entry++) {
            float value = values[entry];
            const float *source = operand + columns[entry] * width;
            for (long i = start; i < width; i++) sums[i] += value * source[i];
        }
    }
}
