/// Kernels for the upper planes of ReLUs that read few of the inputs each, all domains of a batch side by side.
/// Single precision: what they compute guides a search and is never a proof. What planes are: see `planes.h`.
///
/// Blocks of the batch have rows of `width` columns, blocks of planes rows of `stride` columns: the width rounded up to a multiple
/// of `SHIMS_LANES`. Behind blocks of the batch there is room for `SHIMS_LANES - 1` more numbers, which keep their value.
#ifndef VERIGAP_PLANE_LANES_H
#define VERIGAP_PLANE_LANES_H

#include "planes.h"

/// A batch's planes and what it remembers of them.
typedef struct {
    const shims_planes *planes;
    long width;
    long stride;
    /// t, one row per entry.
    uint8_t *weights;
    /// The planes' constants, and what they lose against the ReLUs, one row per ReLU.
    float *constants;
    float *gaps;
    /// Coefficients on the scaled inputs or these inputs, and their running averages, one row per input.
    float *scaled;
    float *averages;
    /// Room for `stride` numbers per entry of the ReLU with the most entries.
    float *scratch;
} shims_plane_lanes;

/// Adds the planes of all open ReLUs with λ < 0 to the bounds and to the coefficients `nu` on the inputs.
void shims_plane_lanes_back(
    const shims_plane_lanes *lanes, const float *lambda, const float *split, float *nu, float *bounds);

/// Values of the same planes at the inputs `x`, into `h`; their averages follow. With a `step` > 0 the weights are moved towards what
/// is best at the averages, and scaled back so that both terms of a plane's constant agree.
void shims_plane_lanes_forth(
    const shims_plane_lanes *lanes, const float *lambda, const float *split, const float *x, const float *z, float step,
    float *h);

/// `columns` columns of `entries` bytes each, `pitch` apart, into the columns from `start` on of a block whose rows are `stride`
/// apart; at most `SHIMS_LANES` of them.
void shims_plane_lanes_load(
    long entries, long columns, long pitch, const uint8_t *given, long stride, long start, uint8_t *weights);

/// Keeps the given columns of a block of `entries` rows, in ascending order; its rows are `kept_stride` apart afterwards.
void shims_plane_lanes_compact(
    long entries, long stride, long count, const int32_t *columns, long kept_stride, uint8_t *weights);

/// What `shims_plane_lanes_load` does the other way.
void shims_plane_lanes_keep(
    long entries, long columns, long pitch, uint8_t *kept, long stride, long start, const uint8_t *weights);

#endif
