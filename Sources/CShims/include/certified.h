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

#endif
