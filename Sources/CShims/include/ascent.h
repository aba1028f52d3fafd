/// Elementwise kernels of batched dual ascent over blocks with a row per ReLU or input and a column per domain of a batch.
/// Single precision: what they compute guides a search and is never a proof.
///
/// `split` is 0 for an open ReLU, 1 for one that is split active, −1 for one that is split inactive. `multiplier` is α of
/// an open ReLU and β of a split one.
#ifndef VERIGAP_ASCENT_H
#define VERIGAP_ASCENT_H

#include <stdint.h>

/// Every row of target becomes its value.
void shims_ascent_fill(long rows, long width, const float *values, float *target);

/// μ from λ, and every ReLU's share of the domains' bounds; slope and intercept of its upper line and its constant are one per ReLU.
void shims_ascent_relax(
    long units, long width, const float *lambda, const float *split, const float *multiplier, const float *slopes,
    const float *intercepts, const float *constants, float *mu, float *bounds);

/// Adds the minimum of ν x over the inputs' intervals to every domain's bound; `x` becomes the points that attain it.
void shims_ascent_corner(
    long inputs, long width, const float *lower, const float *upper, const float *nu, float *x, float *bounds);

/// The same without the minimising x.
void shims_ascent_minimum(
    long inputs, long width, const float *lower, const float *upper, const float *nu, float *bounds);

/// Adds the minimum of ν·x over an l2 ball in a box that holds its centre to every domain's bound; `x`, unless null, becomes the
/// points that attain it, inputs × domains as `nu`.
///
/// `below` and `above` are the ways from the centre to the ends of the box in units of the radius. With the ball's multiplier λ
/// the points are x₀ − ν/λ, brought into the box; λ is found from above, with ever more inputs at their ends. Any λ gives a
/// bound. `scratch` has room for four numbers per domain.
void shims_ascent_ball(
    long inputs, long width, const float *centre, const float *below, const float *above, const float *lower,
    const float *upper, float radius, const float *nu, float *x, float *scratch, float *bounds);

/// Forward values along the lines that the bounds used; `z` holds z without its constant.
void shims_ascent_activate(
    long units, long width, const float *lambda, const float *split, const float *multiplier, const float *slopes,
    const float *intercepts, const float *constants, float *z, float *h);

/// z ← max(z + constant, 0), as the network itself does it.
void shims_ascent_rectify(long units, long width, const float *constants, float *z);

/// One step of projected Adam on the multipliers (`count` of them) with averages `mean` and `square`.
///
/// `alphaRate` and `betaRate` include the corrections of the averages' bias, `scale` corrects `square`.
void shims_ascent_advance(
    long count, const float *lambda, const float *split, const float *z, float alphaRate, float betaRate, float scale,
    float *mean, float *square, float *multiplier);

/// Takes over the columns of `source` that are `selected` (≠ 0, one per column).
void shims_ascent_select(long rows, long width, const float *selected, const float *source, float *target);

/// Keeps the given columns of a block whose rows are `stride` apart, in ascending order; they are `kept_stride` apart afterwards.
void shims_ascent_compact(
    long rows, long stride, long count, const int32_t *columns, long kept_stride, float *block);

// Planes of later ReLUs, one row of domains: of what is left of λ < 0 on an open ReLU, `rest`, the share σ goes to its plane.
// `size` becomes max(−rest, 0) there, `part` σ rest, which is taken from it; μ and the bounds, which were the triangle's, change by what it gives away:
// `loss` is what the triangle's constant is above the plane's.
void shims_ascent_share(
    long width, const float *split, const float *share, float slope, float loss, float *part, float *size, float *rest,
    float *mu, float *bounds);

// `value`, w·v, becomes what the plane w·v + constant is below h where `size` > 0, else 0; h moves towards it by the share.
void shims_ascent_blend(long width, const float *size, const float *share, float constant, float *value, float *h);

#endif
