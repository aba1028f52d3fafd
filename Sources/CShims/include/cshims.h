/// What Swift cannot say itself: clocks of the operating system, resource use, and a guard around GLPK's abort.
#ifndef VERIGAP_CSHIMS_H
#define VERIGAP_CSHIMS_H

#include "ascent.h"
#include "sparse.h"
#include "certified.h"
#include "planes.h"

/// CPU seconds (user and system) that the calling thread has used.
double shims_thread_cpu_seconds(void);

/// Peak resident memory of this process in bytes.
long long shims_peak_memory_bytes(void);

/// Makes the calling process receive SIGKILL when its parent dies (Linux); does nothing elsewhere.
void shims_die_with_parent(void);

/// Runs body(context). If GLPK reports an internal error meanwhile, control comes back here instead of aborting
/// the process, and every GLPK object of this thread is gone (glp_free_env). Returns 0 after a clean run and 1
/// after such an error. Not re-entrant. Resources owned by Swift frames that were jumped over are leaked.
int shims_guard_glpk(void (*body)(void *), void *context);

/// How often that has happened on this thread: a GLPK object is gone once the number has changed since it was made.
long shims_glpk_failures(void);

#endif
