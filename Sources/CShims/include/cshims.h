/// What Swift cannot say itself: clocks of the operating system, resource use, and a guard around GLPK's abort.
#ifndef VERIGAP_CSHIMS_H
#define VERIGAP_CSHIMS_H

#include "ascent.h"
#include "attack.h"
#include "sparse.h"
#include "certified.h"
#include "planes.h"
#include "substitution.h"
#include "process.h"
#include "signals.h"

/// Runs body(context). If GLPK reports an internal error meanwhile, control comes back here instead of aborting
/// the process, and every GLPK object of this thread is gone (glp_free_env). Returns 0 after a clean run and 1
/// after such an error. What GLPK has to say goes to standard error, never to standard output. Not re-entrant. Resources owned by Swift frames that were jumped over are leaked.
int shims_guard_glpk(void (*body)(void *), void *context);

/// How often that has happened on this thread: a GLPK object is gone once the number has changed since it was made.
long shims_glpk_failures(void);

#endif
