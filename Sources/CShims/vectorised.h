#ifndef VERIGAP_VECTORISED_H
#define VERIGAP_VECTORISED_H

// The same loops for several generations of vector units, chosen when the program is loaded.
#if defined(__x86_64__) && defined(__linux__) && defined(__clang__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORISED
#endif

#endif
