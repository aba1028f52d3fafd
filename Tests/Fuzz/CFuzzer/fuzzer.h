#ifndef VERIGAP_FUZZER_H
#define VERIGAP_FUZZER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer as a library (libclang_rt.fuzzer_no_main): calls `test` with mutated inputs until one of its limits is
/// reached or a process-wide fault is found. Both arguments may be changed.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));

#endif
