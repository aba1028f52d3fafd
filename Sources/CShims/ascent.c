#include "ascent.h"
#include "vectorised.h"

#include <math.h>

// A square root that leaves errno alone, so that loops around it become vector code.
#if defined(__has_builtin)
#if __has_builtin(__builtin_elementwise_sqrt)
#define ROOT(x) __builtin_elementwise_sqrt(x)
#endif
#endif
#ifndef ROOT
#define ROOT(x) sqrtf(x)
#endif

VECTORISED void shims_ascent_relax(
    long width, const float *restrict lambda, const float *restrict split, const float *restrict multiplier,
    float slope, float intercept, float constant, float *restrict mu, float *restrict bounds) {
    for (long i = 0; i < width; i++) {
        float value = lambda[i], side = split[i], factor = multiplier[i];
        float negative = value < 0 ? value : 0;
        float line = value < 0 ? slope : factor;
        // Active: λ − β. Inactive: β.
        float fixed = (side > 0 ? value : 0) - side * factor;
        float m = side == 0 ? line * value : fixed;
        mu[i] = m;
        bounds[i] += m * constant + (side == 0 ? negative * intercept : 0);
    }
}

VECTORISED void shims_ascent_corner(
    long width, float lower, float upper, const float *restrict nu, float *restrict x, float *restrict bounds) {
    for (long i = 0; i < width; i++) {
        float value = nu[i];
        float point = value < 0 ? upper : lower;
        bounds[i] += value * point;
        x[i] = point;
    }
}

VECTORISED void shims_ascent_minimum(
    long width, float lower, float upper, const float *restrict nu, float *restrict bounds) {
    for (long i = 0; i < width; i++) bounds[i] += nu[i] * (nu[i] < 0 ? upper : lower);
}

VECTORISED void shims_ascent_activate(
    long width, const float *restrict lambda, const float *restrict split, const float *restrict multiplier,
    float slope, float intercept, float constant, float *restrict z, float *restrict h) {
    for (long i = 0; i < width; i++) {
        float value = z[i] + constant, side = split[i];
        z[i] = value;
        float line = lambda[i] < 0 ? slope * value + intercept : multiplier[i] * value;
        float fixed = side > 0 ? value : 0;
        h[i] = side == 0 ? line : fixed;
    }
}

VECTORISED void shims_ascent_rectify(long width, float constant, float *restrict z) {
    for (long i = 0; i < width; i++) {
        float value = z[i] + constant;
        z[i] = value > 0 ? value : 0;
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
    long width, const float *restrict selected, const float *restrict source, float *restrict target) {
    for (long i = 0; i < width; i++) target[i] = selected[i] != 0 ? source[i] : target[i];
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
