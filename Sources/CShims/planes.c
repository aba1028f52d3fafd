#include "planes.h"
#include "vectorised.h"

#include <math.h>

// Sums may be taken in any order, so that they become vector code.
#pragma clang fp reassociate(on)

static const float full = 255;

VECTORISED void shims_planes_back(
    const shims_planes *planes, long width, const float *lambda, const float *split, const uint8_t *weights,
    float *restrict constants, float *restrict slopes, float *restrict bounds) {
    for (long j = 0; j < planes->inputs; j++) slopes[j] = 0;
    float bound = 0;
    for (long unit = 0; unit < planes->units; unit++) {
        float coefficient = lambda[unit * width];
        if (split[unit * width] != 0 || !(coefficient < 0)) continue;
        long first = planes->starts[unit], count = planes->starts[unit + 1] - first;
        const float *restrict e = planes->entries + first;
        const uint8_t *restrict t = weights + first;
        float factor = coefficient / full, sum = 0, size = 0;
        for (long j = 0; j < count; j++) {
            float slope = e[j] * (float)t[j];
            slopes[j] += factor * slope;
            sum += slope;
            size += fabsf(slope);
        }
        float active = planes->upper[unit] - 0.5f * (size + sum) / full, inactive = 0.5f * (size - sum) / full;
        constants[unit] = active > inactive ? active : inactive;
        bound += coefficient * constants[unit];
    }
    for (long j = 0; j < planes->inputs; j++) bound -= slopes[j] * planes->inverse_width[j] * planes->low[j];
    *bounds += bound;
}

// Rows and columns that are turned into each other at a time: a cache line of each.
enum { tile = 16 };

VECTORISED void shims_planes_fold(
    const shims_planes *planes, long width, const float *restrict slopes, float *restrict nu) {
    long inputs = planes->inputs;
    for (long start = 0; start < inputs; start += tile) {
        long end = start + tile < inputs ? start + tile : inputs;
        for (long i = 0; i < width; i++) {
            for (long j = start; j < end; j++) nu[j * width + i] += slopes[i * inputs + j] * planes->inverse_width[j];
        }
    }
}

VECTORISED void shims_planes_scale(
    const shims_planes *planes, long width, const float *restrict x, float *restrict y) {
    long inputs = planes->inputs;
    for (long start = 0; start < inputs; start += tile) {
        long end = start + tile < inputs ? start + tile : inputs;
        for (long i = 0; i < width; i++) {
            for (long j = start; j < end; j++) {
                y[i * inputs + j] = (x[j * width + i] - planes->low[j]) * planes->inverse_width[j];
            }
        }
    }
}

// `pull` is 1 where weights on positive entries should grow, −1 where they should shrink; t and its limits are in units
// of 1/255.
VECTORISED void shims_planes_move(
    long count, const float *restrict e, const float *restrict pull, float step, float upper, float extent,
    float *restrict moved, uint8_t *restrict t) {
    float size = 0;
    for (long j = 0; j < count; j++) {
        float towards = e[j] < 0 ? -pull[j] : pull[j];
        float next = (float)t[j] + step * towards;
        next = next > 0 ? next : 0;
        next = next < full ? next : full;
        moved[j] = next;
        size += next * fabsf(e[j]);
    }
    size /= full;
    // Σ t |e| = u makes the terms of the constant agree: t shrinks towards 0, or 1 − t does.
    float rest = extent - size;
    float scale = size > upper ? upper / size : rest > 0 ? (extent - upper) / rest : 1;
    float shift = size > upper ? 0.5f : (1 - scale) * full + 0.5f;
    for (long j = 0; j < count; j++) {
        float next = shift + scale * moved[j];
        next = next > 0 ? next : 0;
        next = next < full ? next : full;
        t[j] = (uint8_t)(int32_t)next;
    }
}

VECTORISED void shims_planes_forth(
    const shims_planes *planes, long width, const float *lambda, const float *split, const float *constants,
    const float *y, const float *z, float step, uint8_t *weights, float *restrict average, float *restrict scratch,
    float *restrict gaps, float *restrict h) {
    long inputs = planes->inputs;
    float *restrict pull = scratch, *restrict moved = scratch + inputs;
    for (long j = 0; j < inputs; j++) {
        average[j] = average[j] < 0 ? y[j] : 0.8f * average[j] + 0.2f * y[j];
        pull[j] = 1 - 2 * average[j];
    }
    for (long unit = 0; unit < planes->units; unit++) {
        float coefficient = lambda[unit * width];
        if (split[unit * width] != 0 || !(coefficient < 0)) {
            gaps[unit] *= 0.7f;
            continue;
        }
        long first = planes->starts[unit], count = planes->starts[unit + 1] - first;
        const float *restrict e = planes->entries + first;
        uint8_t *restrict t = weights + first;
        float sum = 0;
        for (long j = 0; j < count; j++) sum += e[j] * (float)t[j] * y[j];
        float value = constants[unit] + sum / full, exact = z[unit * width];
        h[unit * width] = value;
        gaps[unit] = 0.7f * gaps[unit] - 0.3f * coefficient * (value - (exact > 0 ? exact : 0));
        if (step > 0) {
            shims_planes_move(count, e, pull, step * full, planes->upper[unit], planes->extent[unit], moved, t);
        }
    }
}
