/// Products of a sparse matrix with a block of dense columns, single precision.
#ifndef VERIGAP_SPARSE_H
#define VERIGAP_SPARSE_H

#include <stdint.h>

/// Columns that kernels work on side by side. Where a kernel says so, up to `SHIMS_LANES - 1` numbers behind the end of a block must be
/// there: they are read, and keep their value.
#define SHIMS_LANES 16

/// From one to four rows of a sparse matrix with entries in the same columns, as channels of one position have in a convolution.
typedef struct {
    int32_t rows;
    /// Where the columns start among all, and how many they are; blocks may share them.
    int32_t start;
    int32_t count;
} shims_sparse_block;

/// target = A · operand, with `adds` target += A · operand, for `width` columns.
///
/// `rows` are the rows of A, block after block, `values` its entries, block after block, column after column, one number per row.
/// Operand and target are blocks of rows of `width` numbers, with room behind for `SHIMS_LANES - 1` more. The terms of a sum are
/// added in the order of the entries.
void shims_sparse_multiply(
    long count, const shims_sparse_block *blocks, const int32_t *rows, const int32_t *columns, const float *values,
    long width, const float *operand, float *target, int32_t adds);

#endif
