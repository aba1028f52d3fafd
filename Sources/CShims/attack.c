#include "attack.h"
#include "vectorised.h"

#include <string.h>

VECTORISED void shims_attack_rectify(long count, const float *restrict z, float *restrict h) {
    for (long i = 0; i < count; i++) h[i] = z[i] > 0 ? z[i] : 0;
}

VECTORISED void shims_attack_gate(
    long count, const float *restrict z, const float *restrict gradient, float *restrict result) {
    for (long i = 0; i < count; i++) {
        float slope = gradient[i];
        result[i] = z[i] > 0 ? slope : 0;
    }
}

VECTORISED void shims_attack_add_row(long rows, long columns, const float *restrict row, float *restrict values) {
    for (long r = 0; r < rows; r++)
        for (long i = 0; i < columns; i++) values[r * columns + i] += row[i];
}

VECTORISED void shims_attack_step(
    long count, float length, const float *restrict slopes, const float *restrict lower, const float *restrict upper,
    float *restrict points) {
    for (long i = 0; i < count; i++) {
        float slope = slopes[i], least = lower[i], most = upper[i];
        float down = slope < 0 ? -length : 0;
        float moved = points[i] + (slope > 0 ? length : down);
        // No number stays none, as comparisons with it are false.
        moved = least >= moved ? least : moved;
        points[i] = most < moved ? most : moved;
    }
}

// Scratch memory holds the padded image, each row taken apart into `stride` phases of `phase_width` columns, so that what a
// window sees of a row is contiguous.

static long phase_width(const struct shims_windows *w) {
    return (w->width + 2 * w->padding + w->stride - 1) / w->stride;
}

static long row_length(const struct shims_windows *w) { return w->stride * phase_width(w); }

static long plane_length(const struct shims_windows *w) { return (w->height + 2 * w->padding) * row_length(w); }

long shims_attack_scratch(const struct shims_windows *w) { return w->channels * plane_length(w) + SHIMS_ATTACK_SLACK; }

static inline __attribute__((always_inline)) void take_apart(
    long width, long stride, long padding, long phase, const float *restrict pixels, float *restrict row) {
    for (long first = 0; first < stride; first++) {
        // Column i + padding of the padded row is entry (i + padding) / stride of its phase.
        long column = first, place = first + padding;
        float *target = row + place % stride * phase + place / stride;
        for (long i = 0; column < width; i++, column += stride) target[i] = pixels[column];
    }
}

static inline __attribute__((always_inline)) void put_together(
    long width, long stride, long padding, long phase, const float *restrict row, float *restrict pixels) {
    for (long first = 0; first < stride; first++) {
        long column = first, place = first + padding;
        const float *source = row + place % stride * phase + place / stride;
        for (long i = 0; column < width; i++, column += stride) pixels[column] = source[i];
    }
}

VECTORISED void shims_attack_unfold(
    const struct shims_windows *w, const float *restrict image, float *restrict scratch, float *restrict patches) {
    long phase = phase_width(w), length = row_length(w), plane = plane_length(w);
    memset(scratch, 0, sizeof(float) * (size_t)shims_attack_scratch(w));
    for (long channel = 0; channel < w->channels; channel++)
        for (long row = 0; row < w->height; row++)
            take_apart(
                w->width, w->stride, w->padding, phase, image + (channel * w->height + row) * w->width,
                scratch + channel * plane + (row + w->padding) * length);
    float *target = patches;
    for (long channel = 0; channel < w->channels; channel++)
        for (long y = 0; y < w->kernelHeight; y++)
            for (long x = 0; x < w->kernelWidth; x++) {
                const float *source = scratch + channel * plane + y * length + x % w->stride * phase + x / w->stride;
                for (long row = 0; row < w->outputHeight; row++, target += w->outputWidth, source += w->stride * length)
                    // What is copied beyond the row is overwritten by the next.
                    for (long start = 0; start < w->outputWidth; start += SHIMS_ATTACK_SLACK)
                        for (long i = 0; i < SHIMS_ATTACK_SLACK; i++) target[start + i] = source[start + i];
            }
}

VECTORISED void shims_attack_fold(
    const struct shims_windows *w, const float *restrict patches, float *restrict scratch, float *restrict image) {
    long phase = phase_width(w), length = row_length(w), plane = plane_length(w);
    memset(scratch, 0, sizeof(float) * (size_t)shims_attack_scratch(w));
    const float *source = patches;
    for (long channel = 0; channel < w->channels; channel++)
        for (long y = 0; y < w->kernelHeight; y++)
            for (long x = 0; x < w->kernelWidth; x++) {
                float *target = scratch + channel * plane + y * length + x % w->stride * phase + x / w->stride;
                for (long row = 0; row < w->outputHeight; row++, source += w->outputWidth, target += w->stride * length)
                    // Beyond the row 0 is added, which changes nothing: no sum that began at 0 is −0.
                    for (long start = 0; start < w->outputWidth; start += SHIMS_ATTACK_SLACK)
                        for (long i = 0; i < SHIMS_ATTACK_SLACK; i++)
                            target[start + i] += start + i < w->outputWidth ? source[start + i] : 0;
            }
    for (long channel = 0; channel < w->channels; channel++)
        for (long row = 0; row < w->height; row++)
            put_together(
                w->width, w->stride, w->padding, phase, scratch + channel * plane + (row + w->padding) * length,
                image + (channel * w->height + row) * w->width);
}
