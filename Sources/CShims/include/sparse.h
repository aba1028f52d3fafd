/// Products of a sparse matrix with a block of dense columns, single precision.
#ifndef VERIGAP_SPARSE_H
#define VERIGAP_SPARSE_H

/// target += A · operand, for `width` columns.
///
/// Row r of A has the entries starts[r] ..< starts[r + 1] of `columns` and `values`; operand and target are blocks of rows of
/// `width` entries.
void shims_sparse_accumulate(
    long rows, const int *starts, const int *columns, const float *values, long width, const float *operand,
    float *target);

#endif
