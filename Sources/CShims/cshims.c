#define _GNU_SOURCE
#include "cshims.h"

#include <glpk.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

double shims_thread_cpu_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) return 0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

long long shims_peak_memory_bytes(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
#ifdef __APPLE__
    return (long long)usage.ru_maxrss;
#else
    return (long long)usage.ru_maxrss * 1024;
#endif
}

void shims_die_with_parent(void) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}

static _Thread_local jmp_buf return_point;
static _Thread_local long failures = 0;

long shims_glpk_failures(void) { return failures; }

static void glpk_failed(void *info) {
    (void)info;
    glp_free_env();
    failures++;
    longjmp(return_point, 1);
}

int shims_guard_glpk(void (*body)(void *), void *context) {
    if (setjmp(return_point) != 0) return 1;
    glp_error_hook(glpk_failed, NULL);
    body(context);
    glp_error_hook(NULL, NULL);
    return 0;
}
