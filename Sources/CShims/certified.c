#include "certified.h"
#include "vectorised.h"

// No fused multiply-add: every processor computes the same bounds.
#pragma STDC FP_CONTRACT OFF

VECTORISED void shims_certified_subtract(long count, double factor, const double *restrict values, double *restrict reduced) {
    for (long i = 0; i < count; i++) {
        double product = factor * values[i];
        reduced[i] -= product;
    }
}

VECTORISED double shims_certified_minimum(
    long count, const double *restrict reduced, const double *restrict lower, const double *restrict upper) {
    double sums[8] = {0};
    long whole = count & ~7L;
    for (long start = 0; start < whole; start += 8) {
        for (long lane = 0; lane < 8; lane++) {
            double low = reduced[start + lane] * lower[start + lane];
            double high = reduced[start + lane] * upper[start + lane];
            sums[lane] += low < high ? low : high;
        }
    }
    double sum = 0;
    for (long lane = 0; lane < 8; lane++) sum += sums[lane];
    for (long i = whole; i < count; i++) {
        double low = reduced[i] * lower[i];
        double high = reduced[i] * upper[i];
        sum += low < high ? low : high;
    }
    return sum;
}

VECTORISED void shims_certified_plane(
    long count, const uint8_t *restrict weights, const double *restrict values, const double *restrict least,
    const double *restrict largest, double factor, double *restrict slopes, double *restrict active,
    double *restrict inactive) {
    double greater[8] = {0}, smaller[8] = {0};
    long whole = count & ~7L;
    for (long start = 0; start < whole; start += 8) {
        for (long lane = 0; lane < 8; lane++) {
            long i = start + lane;
            double weight = (double)weights[i] / 255;
            slopes[i] += factor * (weight * values[i]);
            greater[lane] += (1 - weight) * largest[i];
            smaller[lane] += weight * least[i];
        }
    }
    for (long i = whole; i < count; i++) {
        double weight = (double)weights[i] / 255;
        slopes[i] += factor * (weight * values[i]);
        greater[0] += (1 - weight) * largest[i];
        smaller[0] += weight * least[i];
    }
    for (long lane = 0; lane < 8; lane++) {
        *active += greater[lane];
        *inactive -= smaller[lane];
    }
}

void shims_coarse_plane(
    long count, unsigned step, const uint8_t *restrict weights, const float *restrict entries,
    const double *restrict least, const double *restrict largest, const int32_t *restrict inputs, float factor,
    float *restrict drift, uint8_t *restrict coarse) {
    float active = 0, inactive = 0;
    float unit = factor * (float)step / 255;
    for (long i = 0; i < count; i++) {
        unsigned below = weights[i] / step;
        float share = (float)(weights[i] - below * step) / (float)step;
        float high = unit * (float)largest[i], low = unit * (float)least[i], slope = unit * entries[i];
        float *own = drift + inputs[i];
        float down[3] = {active + share * high, inactive + share * low, *own - share * slope};
        float up[3] = {down[0] - high, down[1] - low, down[2] + slope};
        float cost_down = down[0] * down[0] + down[1] * down[1] + down[2] * down[2];
        float cost_up = up[0] * up[0] + up[1] * up[1] + up[2] * up[2];
        int goes_up = share > 0 && cost_up < cost_down;
        active = goes_up ? up[0] : down[0];
        inactive = goes_up ? up[1] : down[1];
        *own = goes_up ? up[2] : down[2];
        coarse[i] = (uint8_t)((below + (unsigned)goes_up) * step);
    }
}
