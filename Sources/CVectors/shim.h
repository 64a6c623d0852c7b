#pragma once
#include <stdint.h>

typedef int8_t relay_lanes __attribute__((ext_vector_type(16)));
typedef _Bool relay_lane_bits __attribute__((ext_vector_type(16)));

/// One bit for each lane of a mask. Swift's vectors cannot say it; compiled it is a single instruction on x86.
static inline __attribute__((always_inline)) uint32_t relay_bits(relay_lanes mask) {
  relay_lane_bits bits = __builtin_convertvector(mask, relay_lane_bits);
  uint16_t packed;
  __builtin_memcpy(&packed, &bits, sizeof packed);
  return packed;
}
