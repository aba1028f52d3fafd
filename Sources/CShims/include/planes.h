/// Kernels for the upper planes of ReLUs over a box of inputs, all of which every ReLU reads, one domain of a batch at a time.
/// Single precision: what they compute guides a search and is never a proof.
///
/// With y the inputs scaled to [0, 1], z = e·y + l. For weights t in [0, 1], which are kept in units of 1/255,
/// max(z, 0) ≤ Σ t e y + max(u − Σ t e⁺, −Σ t e⁻), where u is the largest z.
#ifndef VERIGAP_PLANES_H
#define VERIGAP_PLANES_H

#include <stdint.h>

/// The ReLUs of a stage that reads the inputs.
typedef struct {
    long units;
    long inputs;
    /// Where each ReLU's entries start, and their number.
    const int32_t *starts;
    /// Inputs of the entries; null where every ReLU has an entry for every input.
    const int32_t *columns;
    /// e.
    const float *entries;
    /// u, and Σ |e|.
    const float *upper;
    const float *extent;
    /// Least value of every input, and the inverse of the width of its interval (0 where it has none).
    const float *low;
    const float *inverse_width;
} shims_planes;

/// Adds the planes of one column's open ReLUs with λ < 0 to its bound, and writes down their coefficients on y.
///
/// `lambda`, `split` and `bounds` point to the column in blocks whose rows are `width` apart; `constants` becomes the planes'
/// constants, one per ReLU; `slopes` the coefficients, one per input.
void shims_planes_back(
    const shims_planes *planes, long width, const float *lambda, const float *split, const uint8_t *weights,
    float *constants, float *slopes, float *bounds);

/// Adds the `slopes` of all columns, one column's after the other's, to the coefficients `nu` on the inputs, a block whose
/// rows are `width` apart.
void shims_planes_fold(const shims_planes *planes, long width, const float *slopes, float *nu);

/// y of all columns, one column's after the other's, at the inputs `x`, a block whose rows are `width` apart.
void shims_planes_scale(const shims_planes *planes, long width, const float *x, float *y);

/// Values of the same planes at one column's scaled inputs `y`, into `h`. `gaps`, one per ReLU, follow what each loses against
/// the ReLU itself, of which `z` is the pre-activation. With a `step` > 0 the weights are moved towards what is best at `average`,
/// which follows y, and scaled back so that both terms of the plane's constant agree. `scratch` has room for two numbers
/// per input.
void shims_planes_forth(
    const shims_planes *planes, long width, const float *lambda, const float *split, const float *constants,
    const float *y, const float *z, float step, uint8_t *weights, float *average, float *scratch, float *gaps, float *h);

/// Moves one ReLU's `count` weights by `step` (in units of 1/255) and scales them back; `pull` belongs to the entries.
void shims_planes_move(
    long count, const float *entries, const float *pull, float step, float upper, float extent, float *moved,
    uint8_t *weights);

#endif
