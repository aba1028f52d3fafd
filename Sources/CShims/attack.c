#include "attack.h"
#include "vectorised.h"

#include <float.h>
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

// Sums of squares of four rows at a time, each in the order of its entries.
static inline void squares(long columns, const float *z, float *restrict sums) {
#pragma STDC FP_CONTRACT OFF
    for (long i = 0; i < columns; i++) {
        for (long r = 0; r < 4; r++) sums[r] += z[r * columns + i] * z[r * columns + i];
    }
}

VECTORISED void shims_attack_smooth(
    long rows, long columns, float smoothing, const float *restrict z, float *restrict gradient) {
// As double precision has it: no fused multiply-add.
#pragma STDC FP_CONTRACT OFF
    for (long row = 0; row < rows; row += 4) {
        long count = rows - row < 4 ? rows - row : 4;
        float sums[4] = {0};
        if (count == 4) squares(columns, z + row * columns, sums);
        for (long r = 0; r < count; r++) {
            const float *restrict values = z + (row + r) * columns;
            float *restrict slopes = gradient + (row + r) * columns;
            if (count < 4) {
                for (long i = 0; i < columns; i++) sums[r] += values[i] * values[i];
            }
            float width = smoothing * smoothing * sums[r] / (float)columns + FLT_MIN;
            for (long i = 0; i < columns; i++) {
                float value = values[i];
                slopes[i] *= (1 + value / ROOT(value * value + width)) / 2;
            }
        }
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

// As many floats as are copied at a time, wherever they stand; on narrower vector units, several registers.
typedef float lanes __attribute__((vector_size(4 * SHIMS_ATTACK_SLACK), aligned(4)));
typedef int mask __attribute__((vector_size(4 * SHIMS_ATTACK_SLACK)));

#define INLINED static inline __attribute__((always_inline))
#define LANES(pointer) (*(lanes *)(pointer))
#define CONSTANT_LANES(pointer) (*(const lanes *)(pointer))

// All bits of the first `count` lanes.
#define FIRST_LANES(count) \
    ((mask){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} < (mask){} + (int)(count))

// Scratch memory holds the padded image, each row taken apart into `stride` phases of `phase_width` columns, so that what a
// window sees of a row is contiguous. Copies may reach beyond a row, where the next one is written later, or 0 is added.

static long phase_width(const struct shims_windows *w) {
    return (w->width + w->left + w->right + w->strideWidth - 1) / w->strideWidth;
}

static long row_length(const struct shims_windows *w) { return w->strideWidth * phase_width(w); }

static long plane_length(const struct shims_windows *w) { return (w->height + w->top + w->bottom) * row_length(w); }

long shims_attack_scratch(const struct shims_windows *w) { return w->channels * plane_length(w) + SHIMS_ATTACK_SLACK; }

// The first column of a row that stands in a phase of the padded row.
static long first_column(const struct shims_windows *w, long phase) {
    return (phase - w->left % w->strideWidth + w->strideWidth) % w->strideWidth;
}

// Whether all of a row of `width` ≤ 2 lanes of stride 2 can be read and written at once, with `left` floats from its start.
INLINED int is_paired(const struct shims_windows *w, long left) {
    return w->strideWidth == 2 && w->width <= 2 * SHIMS_ATTACK_SLACK && left >= 2 * SHIMS_ATTACK_SLACK;
}

INLINED void take_apart(
    const struct shims_windows *w, const long *first, const long *offset, long left, const float *pixels, float *row) {
    long phase = phase_width(w);
    if (is_paired(w, left)) {
        lanes low = CONSTANT_LANES(pixels), high = CONSTANT_LANES(pixels + SHIMS_ATTACK_SLACK);
        lanes even = __builtin_shufflevector(
            low, high, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        lanes odd = __builtin_shufflevector(
            low, high, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
        mask evens = FIRST_LANES((w->width + 1) / 2), odds = FIRST_LANES(w->width / 2);
        for (long p = 0; p < 2; p++)
            LANES(row + p * phase + offset[p]) =
                first[p] == 0 ? (lanes)((mask)even & evens) : (lanes)((mask)odd & odds);
        return;
    }
    for (long p = 0; p < w->strideWidth; p++) {
        float *target = row + p * phase + offset[p];
        for (long column = first[p]; column < w->width; column += w->strideWidth) *target++ = pixels[column];
    }
}

INLINED void put_together(
    const struct shims_windows *w, const long *first, const long *offset, long left, const float *row, float *pixels) {
    long phase = phase_width(w);
    if (is_paired(w, left)) {
        long p = first[0] == 0 ? 0 : 1;
        lanes even = CONSTANT_LANES(row + p * phase + offset[p]);
        lanes odd = CONSTANT_LANES(row + (1 - p) * phase + offset[1 - p]);
        LANES(pixels) = __builtin_shufflevector(
            even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        LANES(pixels + SHIMS_ATTACK_SLACK) = __builtin_shufflevector(
            even, odd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        return;
    }
    for (long p = 0; p < w->strideWidth; p++) {
        const float *source = row + p * phase + offset[p];
        for (long column = first[p]; column < w->width; column += w->strideWidth) pixels[column] = *source++;
    }
}

VECTORISED void shims_attack_unfold(
    const struct shims_windows *given, const float *restrict image, float *restrict scratch, float *restrict patches) {
    const struct shims_windows windows = *given, *w = &windows;
    long phase = phase_width(w), length = row_length(w), plane = plane_length(w), step = w->strideHeight * length;
    long first[w->strideWidth], offset[w->strideWidth];
    for (long p = 0; p < w->strideWidth; p++) {
        first[p] = first_column(w, p);
        offset[p] = (first[p] + w->left) / w->strideWidth;
    }
    memset(scratch, 0, sizeof(float) * (size_t)shims_attack_scratch(w));
    long left = w->channels * w->height * w->width;
    for (long channel = 0; channel < w->channels; channel++)
        for (long row = 0; row < w->height; row++, image += w->width, left -= w->width)
            take_apart(w, first, offset, left, image, scratch + channel * plane + (row + w->top) * length);
    float *target = patches;
    for (long channel = 0; channel < w->channels; channel++)
        for (long y = 0; y < w->kernelHeight; y++)
            for (long x = 0; x < w->kernelWidth; x++) {
                long column = x * w->dilationWidth;
                const float *source = scratch + channel * plane + y * w->dilationHeight * length
                    + column % w->strideWidth * phase + column / w->strideWidth;
                for (long row = 0; row < w->outputHeight; row++, target += w->outputWidth, source += step)
                    for (long start = 0; start < w->outputWidth; start += SHIMS_ATTACK_SLACK)
                        LANES(target + start) = CONSTANT_LANES(source + start);
            }
}

VECTORISED void shims_attack_fold(
    const struct shims_windows *given, const float *restrict patches, float *restrict scratch, float *restrict image) {
    const struct shims_windows windows = *given, *w = &windows;
    long phase = phase_width(w), length = row_length(w), plane = plane_length(w), step = w->strideHeight * length;
    long first[w->strideWidth], offset[w->strideWidth];
    for (long p = 0; p < w->strideWidth; p++) {
        first[p] = first_column(w, p);
        offset[p] = (first[p] + w->left) / w->strideWidth;
    }
    memset(scratch, 0, sizeof(float) * (size_t)shims_attack_scratch(w));
    const float *source = patches;
    long whole = w->outputWidth / SHIMS_ATTACK_SLACK * SHIMS_ATTACK_SLACK;
    mask rest = FIRST_LANES(w->outputWidth - whole);
    for (long channel = 0; channel < w->channels; channel++)
        for (long y = 0; y < w->kernelHeight; y++)
            for (long x = 0; x < w->kernelWidth; x++) {
                long column = x * w->dilationWidth;
                float *target = scratch + channel * plane + y * w->dilationHeight * length
                    + column % w->strideWidth * phase + column / w->strideWidth;
                for (long row = 0; row < w->outputHeight; row++, source += w->outputWidth, target += step)
                {
                    for (long start = 0; start < whole; start += SHIMS_ATTACK_SLACK)
                        LANES(target + start) += CONSTANT_LANES(source + start);
                    // No sum that began at 0 is −0, so that adding 0 changes nothing.
                    if (whole < w->outputWidth)
                        LANES(target + whole) += (lanes)((mask)CONSTANT_LANES(source + whole) & rest);
                }
            }
    long left = w->channels * w->height * w->width;
    for (long channel = 0; channel < w->channels; channel++)
        for (long row = 0; row < w->height; row++, image += w->width, left -= w->width)
            put_together(
                w, first, offset, left, scratch + channel * plane + (row + w->top) * length, image);
}
