/// Loops of gradient attacks around the products of matrices, in single precision. Every entry is computed as the plain loop
/// computes it, to the last bit, whatever the vector unit.
#ifndef VERIGAP_ATTACK_H
#define VERIGAP_ATTACK_H

/// h = z where z > 0, else 0.
void shims_attack_rectify(long count, const float *z, float *h);

/// result = gradient where z > 0, else 0.
void shims_attack_gate(long count, const float *z, const float *gradient, float *result);

/// gradient times the slope of smoothed ReLUs, (1 + z/√(z² + w))/2 with w = smoothing² times the mean of a row's z².
void shims_attack_smooth(long rows, long columns, float smoothing, const float *z, float *gradient);

/// Adds `row` to each of `rows` rows of `columns` entries.
void shims_attack_add_row(long rows, long columns, const float *row, float *values);

/// One step of a point along the signs of its slopes and back into [lower, upper]; a slope of 0 leaves an entry where it is.
void shims_attack_step(
    long count, float length, const float *slopes, const float *lower, const float *upper, float *points);

/// The windows that a convolution looks through; all extents, strides and dilations are positive, no padding is negative.
struct shims_windows {
    long channels, height, width, kernelHeight, kernelWidth, strideHeight, strideWidth;
    long top, left, bottom, right, dilationHeight, dilationWidth, outputHeight, outputWidth;
};

/// Floats of scratch memory that folding and unfolding take.
long shims_attack_scratch(const struct shims_windows *windows);

/// Floats that must follow a patch matrix: its rows are read and written in steps of this many.
#define SHIMS_ATTACK_SLACK 16

/// One image (channels × height × width) as the matrix of its patches, (channels · kernel) × positions.
void shims_attack_unfold(const struct shims_windows *windows, const float *image, float *scratch, float *patches);

/// The transpose: every pixel is the sum of the patch entries that were read from it, in their order.
void shims_attack_fold(const struct shims_windows *windows, const float *patches, float *scratch, float *image);

#endif
