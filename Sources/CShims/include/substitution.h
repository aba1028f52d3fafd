/// Kernels of backward substitution: coefficient matrices Λ, of which only rows that can be other than 0 are stored.
#ifndef VERIGAP_SUBSTITUTION_H
#define VERIGAP_SUBSTITUTION_H

/// A sparse matrix W as groups of columns; group g is a dense block, its rows' values one after the other.
struct shims_blocks {
    /// Group g has the columns columns[columnStarts[g]] ..< columns[columnStarts[g + 1]].
    const int *columnStarts, *columns;
    /// And the rows rows[rowStarts[g]] ..< rows[rowStarts[g + 1]].
    const int *rowStarts, *rows;
    /// Where the values of group g start, rows × columns.
    const long *valueStarts;
    const double *values;
    /// Rows that occur in the same groups share a field; field f occurs in groups[groupStarts[f]] ..< groups[groupStarts[f + 1]].
    const int *fields, *groupStarts, *groups;
};

/// Λ: row i of `elements`, `stride` entries from the last, belongs to the value indices[i]; slots is the inverse of indices, −1
/// where a value has no row.
struct shims_rows {
    long count;
    int *indices, *slots;
    double *elements;
};

/// Memory of one substitution: marks of fields and groups of the largest matrix, and room for a list of its groups. A pass marks
/// with a stamp that no pass before it had.
struct shims_marks {
    long stamp;
    long *fields, *groups;
    int *list;
};

/// Sums per objective, each of `stride` entries.
struct shims_sums {
    double *lower, *upper, *magnitude;
};

/// Per value the slopes of the lines below and above it, and the constant of the line above.
struct shims_lines {
    const double *low, *high, *intercept;
};

/// target += Wᵀ source. Values that had no row in target get one where W has an entry for a row of source, except those whose lines
/// are 0; there are no lines where the pointer is null.
///
/// `stride` is a multiple of 8.
void shims_substitution_pass(
    const struct shims_blocks *blocks, const struct shims_rows *source, const struct shims_lines *lines,
    struct shims_rows *target, struct shims_marks *marks, long stride);

/// target += rows of W, as coefficients: objective i starts at row chosen[i] of W, objective mirror + i at its negative unless
/// mirror < 0. `transposed` is Wᵀ, whose column c is in the group groups[c], −1 for none. `places` has an entry per row of W, all −1,
/// before and after. For lines see `shims_substitution_pass`.
void shims_substitution_start(
    const struct shims_blocks *blocks, const struct shims_blocks *transposed, const int *groups, long count,
    const int *chosen, const struct shims_lines *lines, int *places, struct shims_rows *target,
    struct shims_marks *marks, long mirror, long stride);

/// Replaces coefficients λ on values h by those on pre-activations: low λ where λ ≥ 0, high λ where it is negative, in place.
/// Rows whose lines are constant disappear. With t = intercept · λ and the new coefficients μ adds
/// min(t, 0) + μ bias to the lower sums, max(t, 0) + μ bias to the upper ones, |t| + |μ| reach to the magnitudes.
/// Where `lines` is a null pointer, μ = λ.
void shims_substitution_relax(
    struct shims_rows *rows, const struct shims_lines *lines, const double *bias, const double *reach,
    const struct shims_sums *sums, long stride);

/// Adds the minimum and maximum of Λ h over lower ≤ h ≤ upper to the sums, and factor · Σ |Λ| to the magnitudes.
void shims_substitution_extrema(
    const struct shims_rows *rows, const double *lower, const double *upper, double factor,
    const struct shims_sums *sums, long stride);

/// Keeps the objectives kept[0] < kept[1] < … and moves them together; rows are newStride apart then, filled up with 0.
void shims_substitution_select(
    struct shims_rows *rows, long count, const int *kept, long stride, long newStride);

/// Adds the minimum and maximum of every row of W h over lower ≤ h ≤ upper; `transposed` is Wᵀ in so many groups.
void shims_interval_product(
    const struct shims_blocks *transposed, long groups, const double *lower, const double *upper,
    double *minimum, double *maximum);

#endif
