#define _GNU_SOURCE
#include "cshims.h"

#include <glpk.h>
#include <setjmp.h>
#include <stdio.h>

static _Thread_local jmp_buf return_point;
static _Thread_local long failures = 0;

long shims_glpk_failures(void) { return failures; }

static void glpk_failed(void *info) {
    (void)info;
    glp_free_env();
    failures++;
    longjmp(return_point, 1);
}

static int say_on_stderr(void *info, const char *text) {
    (void)info;
    fputs(text, stderr);
    return 1;
}

int shims_guard_glpk(void (*body)(void *), void *context) {
    if (setjmp(return_point) != 0) return 1;
    // Both hooks are lost with the environment at every failure, so they are set anew for every call.
    glp_term_hook(say_on_stderr, NULL);
    glp_error_hook(glpk_failed, NULL);
    body(context);
    glp_error_hook(NULL, NULL);
    return 0;
}
