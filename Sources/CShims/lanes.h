// Sixteen numbers at a time, for kernels that keep sums in registers.
#ifndef VERIGAP_LANES_H
#define VERIGAP_LANES_H

#include "sparse.h"

#include <stdint.h>

// Everything here is inlined into functions that are built for one processor, so that no vector is ever passed.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

// Columns of a block that are worked on side by side: a vector register of the widest processors, two or four of others.
#define LANES SHIMS_LANES

typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t lane_numbers __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef uint8_t lane_bytes __attribute__((vector_size(LANES), aligned(1), may_alias));

INLINE lanes spread(float value) { return value - (lanes){0}; }

// −1 in the first `count` lanes, 0 in the others.
INLINE lane_numbers first_lanes(long count) {
    const lane_numbers number = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return number < (int32_t)(count < LANES ? count : LANES);
}

// Per lane `yes` where `condition` is −1, `no` where it is 0.
INLINE lanes chosen(lane_numbers condition, lanes yes, lanes no) {
    return (lanes)((condition & (lane_numbers)yes) | (~condition & (lane_numbers)no));
}

INLINE int any(lane_numbers condition) {
    int32_t found = 0;
    UNROLLED for (int i = 0; i < LANES; i++) found |= condition[i];
    return found;
}

INLINE lanes load(const float *place) { return *(const lanes *)place; }
INLINE void store(float *place, lanes value) { *(lanes *)place = value; }

#endif
