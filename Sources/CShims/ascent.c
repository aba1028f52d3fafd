#include "ascent.h"
#include "vectorised.h"

#include <math.h>

VECTORISED void shims_ascent_fill(long rows, long width, const float *restrict values, float *restrict target) {
    for (long row = 0; row < rows; row++) {
        float value = values[row];
        for (long i = 0; i < width; i++) target[row * width + i] = value;
    }
}

VECTORISED void shims_ascent_relax(
    long units, long width, const float *restrict lambda, const float *restrict split,
    const float *restrict multiplier, const float *restrict slopes, const float *restrict intercepts,
    const float *restrict constants, float *restrict mu, float *restrict bounds) {
    for (long unit = 0; unit < units; unit++) {
        long row = unit * width;
        float slope = slopes[unit], intercept = intercepts[unit], constant = constants[unit];
        for (long i = 0; i < width; i++) {
            float value = lambda[row + i], side = split[row + i], factor = multiplier[row + i];
            float negative = value < 0 ? value : 0;
            float line = value < 0 ? slope : factor;
            // Active: λ − β. Inactive: β.
            float fixed = (side > 0 ? value : 0) - side * factor;
            float m = side == 0 ? line * value : fixed;
            mu[row + i] = m;
            bounds[i] += m * constant + (side == 0 ? negative * intercept : 0);
        }
    }
}

VECTORISED void shims_ascent_corner(
    long inputs, long width, const float *restrict lower, const float *restrict upper, const float *restrict nu,
    float *restrict x, float *restrict bounds) {
    for (long input = 0; input < inputs; input++) {
        long row = input * width;
        float low = lower[input], high = upper[input];
        for (long i = 0; i < width; i++) {
            float value = nu[row + i];
            float point = value < 0 ? high : low;
            bounds[i] += value * point;
            x[row + i] = point;
        }
    }
}

VECTORISED void shims_ascent_minimum(
    long inputs, long width, const float *restrict lower, const float *restrict upper, const float *restrict nu,
    float *restrict bounds) {
    for (long input = 0; input < inputs; input++) {
        long row = input * width;
        float low = lower[input], high = upper[input];
        for (long i = 0; i < width; i++) bounds[i] += nu[row + i] * (nu[row + i] < 0 ? high : low);
    }
}

VECTORISED void shims_ascent_activate(
    long units, long width, const float *restrict lambda, const float *restrict split,
    const float *restrict multiplier, const float *restrict slopes, const float *restrict intercepts,
    const float *restrict constants, float *restrict z, float *restrict h) {
    for (long unit = 0; unit < units; unit++) {
        long row = unit * width;
        float slope = slopes[unit], intercept = intercepts[unit], constant = constants[unit];
        for (long i = 0; i < width; i++) {
            float value = z[row + i] + constant, side = split[row + i];
            z[row + i] = value;
            float line = lambda[row + i] < 0 ? slope * value + intercept : multiplier[row + i] * value;
            float fixed = side > 0 ? value : 0;
            h[row + i] = side == 0 ? line : fixed;
        }
    }
}

VECTORISED void shims_ascent_rectify(long units, long width, const float *restrict constants, float *restrict z) {
    for (long unit = 0; unit < units; unit++) {
        float constant = constants[unit];
        for (long i = 0; i < width; i++) {
            float value = z[unit * width + i] + constant;
            z[unit * width + i] = value > 0 ? value : 0;
        }
    }
}

VECTORISED void shims_ascent_advance(
    long count, const float *restrict lambda, const float *restrict split, const float *restrict z, float alphaRate,
    float betaRate, float scale, float *restrict mean, float *restrict square, float *restrict multiplier) {
    for (long i = 0; i < count; i++) {
        float side = split[i];
        // ∂g/∂α = λ z where λ ≥ 0; ∂g/∂β = −z if active, z if inactive.
        float positive = lambda[i] > 0 ? lambda[i] : 0;
        float slope = z[i] * (side == 0 ? positive : -side);
        float m = mean[i] + 0.1f * (slope - mean[i]);
        float s = square[i] + 0.001f * (slope * slope - square[i]);
        mean[i] = m;
        square[i] = s;
        float rate = side == 0 ? alphaRate : betaRate;
        float next = multiplier[i] + rate * m / (ROOT(s * scale) + 1e-8f);
        float ceiling = side == 0 ? 1.0f : INFINITY;
        next = next > 0 ? next : 0;
        multiplier[i] = next < ceiling ? next : ceiling;
    }
}

VECTORISED void shims_ascent_select(
    long rows, long width, const float *restrict selected, const float *restrict source, float *restrict target) {
    for (long row = 0; row < rows; row++) {
        for (long i = 0; i < width; i++) {
            long place = row * width + i;
            target[place] = selected[i] != 0 ? source[place] : target[place];
        }
    }
}

void shims_ascent_compact(
    long rows, long stride, long count, const int32_t *columns, long kept_stride, float *block) {
    for (long row = 0; row < rows; row++) {
        const float *numbers = block + row * stride;
        float *kept = block + row * kept_stride;
        for (long i = 0; i < count; i++) kept[i] = numbers[columns[i]];
    }
}

// Rounds of the search for the multiplier of a ball, at most; inputs that reach the ends of their boxes are few rounds.
#define BALL_ROUNDS 16
// Stands for the inverse of a multiplier that is 0.
#define LARGEST_INVERSE 1e30f

VECTORISED void shims_ascent_ball(
    long inputs, long width, const float *restrict centre, const float *restrict below, const float *restrict above,
    const float *restrict lower, const float *restrict upper, float radius, const float *restrict nu,
    float *restrict x, float *restrict scratch, float *restrict bounds) {
    float *restrict inverse = scratch, *restrict loose = scratch + width;
    float *restrict used = scratch + 2 * width, *restrict norm = scratch + 3 * width;
    for (long i = 0; i < width; i++) inverse[i] = 0;
    for (int round = 0; round < BALL_ROUNDS; round++) {
        for (long i = 0; i < width; i++) loose[i] = used[i] = 0;
        for (long j = 0; j < inputs; j++) {
            const float *restrict row = nu + j * width;
            float low = below[j], high = above[j];
            for (long i = 0; i < width; i++) {
                float cost = row[i], room = cost > 0 ? low : high;
                int isLoose = fabsf(cost) * inverse[i] < room;
                loose[i] += isLoose ? cost * cost : 0;
                used[i] += isLoose ? 0 : room * room;
            }
        }
        float change = 0;
        for (long i = 0; i < width; i++) {
            float left = 1 - used[i];
            float next = left > 0 ? ROOT(left / loose[i]) : inverse[i];
            next = loose[i] > 0 && next < LARGEST_INVERSE ? next : LARGEST_INVERSE;
            float step = next - inverse[i] * 1.00001f;
            change = step > change ? step : change;
            inverse[i] = next;
        }
        if (!(change > 0)) break;
    }
    for (long i = 0; i < width; i++) norm[i] = 0;
    for (long j = 0; j < inputs; j++) {
        const float *restrict row = nu + j * width;
        float low = below[j], high = above[j], middle = centre[j], least = lower[j], most = upper[j];
        float *restrict point = x ? x + j * width : loose;
        for (long i = 0; i < width; i++) {
            float cost = row[i], room = cost > 0 ? low : high;
            float share = fabsf(cost) * inverse[i];
            share = share < room ? share : room;
            float place = middle + radius * (cost > 0 ? -share : share);
            place = place > least ? place : least;
            place = place < most ? place : most;
            norm[i] += share * share;
            bounds[i] += cost * place;
            point[i] = place;
        }
    }
    // What the multiplier adds where the points are not quite as far away as the ball allows.
    for (long i = 0; i < width; i++) bounds[i] += inverse[i] > 0 ? 0.5f * radius * (norm[i] - 1) / inverse[i] : 0;
}

VECTORISED void shims_ascent_share(
    long width, const float *restrict split, const float *restrict share, float slope, float loss,
    float *restrict part, float *restrict size, float *restrict rest, float *restrict mu, float *restrict bounds) {
    for (long i = 0; i < width; i++) {
        float negative = split[i] == 0 && rest[i] < 0 ? -rest[i] : 0;
        float given = share[i] * negative;
        size[i] = negative;
        part[i] = -given;
        rest[i] += given;
        mu[i] += slope * given;
        bounds[i] += loss * given;
    }
}

VECTORISED void shims_ascent_blend(
    long width, const float *restrict size, const float *restrict share, float constant, float *restrict value,
    float *restrict h) {
    for (long i = 0; i < width; i++) {
        float below = size[i] > 0 ? h[i] - (value[i] + constant) : 0;
        value[i] = below;
        h[i] -= share[i] * below;
    }
}
