/// The inner loops of certified values, in vector code. Every operation is rounded to nearest, in the same order on every
/// processor.
#ifndef VERIGAP_CERTIFIED_H
#define VERIGAP_CERTIFIED_H

#include <stdint.h>

/// reduced[i] −= factor · values[i].
void shims_certified_subtract(long count, double factor, const double *values, double *reduced);

/// Σ min(reduced[i] · lower[i], reduced[i] · upper[i]).
double shims_certified_minimum(long count, const double *reduced, const double *lower, const double *upper);

/// One upper plane with weights t in units of 1/255: slopes[i] += factor · t values[i], *active += Σ (1 − t) largest[i] and
/// *inactive −= Σ t least[i].
void shims_certified_plane(
    long count, const uint8_t *weights, const double *values, const double *least, const double *largest, double factor,
    double *slopes, double *active, double *inactive);

/// Weights of one plane, in units of 1/255, as multiples of `step`: each goes up or down, whichever leaves the smaller sum of squares
/// of what the plane's two sums, of `largest` and of `least`, and the coefficient on the input are off by, all times `factor`.
/// `drift` holds the latter per input, over all planes so far.
void shims_coarse_plane(
    long count, unsigned step, const uint8_t *weights, const float *entries, const double *least, const double *largest,
    const int32_t *inputs, float factor, float *drift, uint8_t *coarse);

#endif
