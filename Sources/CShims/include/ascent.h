/// Elementwise kernels of batched dual ascent, one row (one ReLU or input) over all domains of a batch at a time.
/// Single precision: what they compute guides a search and is never a proof.
///
/// `split` is 0 for an open ReLU, 1 for one that is split active, −1 for one that is split inactive. `multiplier` is α of
/// an open ReLU and β of a split one.
#ifndef VERIGAP_ASCENT_H
#define VERIGAP_ASCENT_H

/// μ from λ for one ReLU, and its share of every domain's bound.
void shims_ascent_relax(
    long width, const float *lambda, const float *split, const float *multiplier, float slope, float intercept,
    float constant, float *mu, float *bounds);

/// Adds the minimum of ν x over [lower, upper] to every domain's bound; `x` becomes the point that attains it.
void shims_ascent_corner(long width, float lower, float upper, const float *nu, float *x, float *bounds);

/// The same without the minimising x.
void shims_ascent_minimum(long width, float lower, float upper, const float *nu, float *bounds);

/// Adds the minimum of ν·x over an l2 ball in a box that holds its centre to every domain's bound; `x`, unless null, becomes the
/// points that attain it, inputs × domains as `nu`.
///
/// `below` and `above` are the ways from the centre to the ends of the box in units of the radius. With the ball's multiplier λ
/// the points are x₀ − ν/λ, brought into the box; λ is found from above, with ever more inputs at their ends. Any λ gives a
/// bound. `scratch` has room for four numbers per domain.
void shims_ascent_ball(
    long inputs, long width, const float *centre, const float *below, const float *above, const float *lower,
    const float *upper, float radius, const float *nu, float *x, float *scratch, float *bounds);

/// One ReLU's forward value along the lines that the bound used; `z` holds z without its constant.
void shims_ascent_activate(
    long width, const float *lambda, const float *split, const float *multiplier, float slope, float intercept,
    float constant, float *z, float *h);

/// z ← max(z + constant, 0), as the network itself does it.
void shims_ascent_rectify(long width, float constant, float *z);

/// One step of projected Adam on the multipliers (`count` of them) with averages `mean` and `square`.
///
/// `alphaRate` and `betaRate` include the corrections of the averages' bias, `scale` corrects `square`.
void shims_ascent_advance(
    long count, const float *lambda, const float *split, const float *z, float alphaRate, float betaRate, float scale,
    float *mean, float *square, float *multiplier);

/// target[i] = source[i] wherever selected[i] ≠ 0.
void shims_ascent_select(long width, const float *selected, const float *source, float *target);

#endif
