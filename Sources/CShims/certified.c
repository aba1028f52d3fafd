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
