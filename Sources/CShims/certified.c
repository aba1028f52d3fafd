#include "certified.h"

#include <math.h>

// No fused multiply-add: every processor computes the same bounds.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__) && defined(__clang__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORISED
#endif

VECTORISED void shims_certified_subtract(
    long count, double factor, const double *restrict values, double *restrict reduced, double *restrict weight) {
    for (long i = 0; i < count; i++) {
        double product = factor * values[i];
        reduced[i] -= product;
        weight[i] += fabs(product);
    }
}
