/// The inner loop of certified values, in vector code.
#ifndef VERIGAP_CERTIFIED_H
#define VERIGAP_CERTIFIED_H

/// reduced[i] −= factor · values[i] and weight[i] += |factor · values[i]|, each operation rounded to nearest.
void shims_certified_subtract(long count, double factor, const double *values, double *reduced, double *weight);

#endif
