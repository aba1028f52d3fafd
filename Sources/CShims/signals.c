#define _GNU_SOURCE
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t report_to = -1;
static volatile sig_atomic_t exit_status = 1;
static struct itimerval patience;

// Only what is allowed in a signal handler: no locks, no allocation.

static void give_up(int number) {
    (void)number;
    _exit(exit_status);
}

static void report(int number) {
    int saved = errno;
    if (number == SIGTERM) setitimer(ITIMER_REAL, &patience, NULL);
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(report_to, &byte, 1);
    (void)written;
    errno = saved;
}

static int handle(int number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

int shims_report_signals(int descriptor, int status, long milliseconds) {
    report_to = descriptor;
    exit_status = status;
    patience.it_value.tv_sec = milliseconds / 1000;
    patience.it_value.tv_usec = milliseconds % 1000 * 1000;
    if (handle(SIGALRM, give_up) != 0 || handle(SIGINT, report) != 0) return -1;
    /* A terminal that closes is an interrupt, except for who was told to outlive it (nohup). */
    struct sigaction before;
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN && handle(SIGHUP, report) != 0) return -1;
    return handle(SIGTERM, report);
}

void shims_release_signals(void) {
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    struct sigaction before;
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler == report) handle(SIGHUP, SIG_DFL);
}
