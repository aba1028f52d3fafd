#ifndef VERIGAP_VECTORISED_H
#define VERIGAP_VECTORISED_H

#include <math.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

// The same loops for several generations of vector units, chosen when the program is loaded: too early for a sanitizer, whose
// runtime is not up by then.
#if defined(__x86_64__) && defined(__linux__) && defined(__clang__) && !defined(IS_SANITIZED)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORISED
#endif

// A square root that leaves errno alone, so that loops around it become vector code.
#if defined(__has_builtin)
#if __has_builtin(__builtin_elementwise_sqrt)
#define ROOT(x) __builtin_elementwise_sqrt(x)
#endif
#endif
#ifndef ROOT
#define ROOT(x) sqrtf(x)
#endif

#endif
