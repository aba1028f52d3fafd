/// The inner loops of certified values, in vector code. Every operation is rounded to nearest, in the same order on every
/// processor.
#ifndef VERIGAP_CERTIFIED_H
#define VERIGAP_CERTIFIED_H

/// reduced[i] −= factor · values[i].
void shims_certified_subtract(long count, double factor, const double *values, double *reduced);

/// Σ min(reduced[i] · lower[i], reduced[i] · upper[i]).
double shims_certified_minimum(long count, const double *reduced, const double *lower, const double *upper);

#endif
