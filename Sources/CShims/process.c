#define _GNU_SOURCE
#include "process.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/perf_event.h>
#include <malloc.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

double shims_thread_cpu_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) return 0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double shims_process_cpu_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0) return 0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

long long shims_peak_memory_bytes(void) {
#ifdef __linux__
    FILE *file = fopen("/proc/self/status", "re");
    char line[256];
    long long kibibytes = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "VmHWM: %lld kB", &kibibytes) == 1) break;
    }
    if (file != NULL) fclose(file);
    if (kibibytes > 0) return kibibytes * 1024;
#endif
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
#ifdef __APPLE__
    return (long long)usage.ru_maxrss;
#else
    return (long long)usage.ru_maxrss * 1024;
#endif
}

#ifdef __linux__
/// What the coordinator was seen to map on two cores, with a seventh to spare: its libraries, and a stack and heaps for
/// each of the threads that wait for workers.
static const long long base_space = 768LL << 20;
/// A stack and a buffer of OpenBLAS, one of each per core.
static const long long space_per_core = 40LL << 20;
/// With fewer heaps than glibc would give to the threads, a limited address space goes further.
static const int heaps_when_limited = 2;

// Sanitizers are not there yet when the check runs.
#if defined(__has_attribute) && __has_attribute(disable_sanitizer_instrumentation)
#define UNINSTRUMENTED __attribute__((disable_sanitizer_instrumentation))
#else
#define UNINSTRUMENTED
#endif

UNINSTRUMENTED
static long long address_space_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return -1;
    return (long long)limit.rlim_cur;
}

UNINSTRUMENTED
long long shims_needed_address_space(void) { return base_space + space_per_core * sysconf(_SC_NPROCESSORS_ONLN); }

int shims_address_space_is_limited(void) { return address_space_limit() >= 0; }

UNINSTRUMENTED
static void require_address_space(int count, char **arguments, char **environment) {
    (void)environment;
    long long limit = address_space_limit();
    if (limit < 0) return;
    mallopt(M_ARENA_MAX, heaps_when_limited);
    long long needed = shims_needed_address_space();
    if (limit >= needed) return;
    const char *path = count > 0 ? arguments[0] : "verigap";
    const char *slash = strrchr(path, '/');
    char text[256];
    int length = snprintf(
        text, sizeof text, "%.40s: the address space is limited to %lld MiB (ulimit -v %lld), at least %lld MiB are needed\n",
        slash != NULL ? slash + 1 : path, limit >> 20, limit >> 10, needed >> 20);
    ssize_t written = write(STDERR_FILENO, text, (size_t)length);
    (void)written;
    _exit(71);
}

// The executable's list that is worked off before any shared library is initialised.
__attribute__((section(".preinit_array"), used)) static void (*const before_all)(int, char **, char **) =
    require_address_space;
#else
long long shims_needed_address_space(void) { return 0; }
int shims_address_space_is_limited(void) { return 0; }
#endif

void shims_run_as_parent(void) {
#ifdef __linux__
    pid_t parent = getppid();
    int priority = getpriority(PRIO_PROCESS, (id_t)parent);
    if (priority > getpriority(PRIO_PROCESS, 0)) setpriority(PRIO_PROCESS, 0, priority);
    cpu_set_t processors;
    if (sched_getaffinity(parent, sizeof processors, &processors) == 0) sched_setaffinity(0, sizeof processors, &processors);
#endif
}

int shims_start_counting_instructions(void) {
#if defined(__linux__) && defined(SYS_perf_event_open)
    struct perf_event_attr event;
    memset(&event, 0, sizeof event);
    event.type = PERF_TYPE_HARDWARE;
    event.size = sizeof event;
    event.config = PERF_COUNT_HW_INSTRUCTIONS;
    event.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    event.inherit = 1;
    event.exclude_kernel = 1;
    event.exclude_hv = 1;
    return (int)syscall(SYS_perf_event_open, &event, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
#else
    return -1;
#endif
}

long long shims_instructions(int counter) {
    // The count, and how long it was wanted and taken: counters are shared where there are too few.
    long long values[3];
    if (counter < 0 || read(counter, values, sizeof values) != (ssize_t)sizeof values) return -1;
    return values[2] < values[1] ? -1 : values[0];
}

void shims_restrict_allocations(long long bytes) {
#ifdef __linux__
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    FILE *file = fopen("/proc/self/statm", "re");
    long long resident = 0, data = 0;
    int count = file == NULL ? 0 : fscanf(file, "%*d %lld %*d %*d %*d %lld", &resident, &data);
    if (file != NULL) fclose(file);
    if (count == 2 && bytes > 0 && bytes < 1LL << 60) {
        // Stacks and heaps of threads are mapped long before they are used.
        long long unused = data > resident ? (data - resident) * sysconf(_SC_PAGESIZE) : 0;
        rlim_t wanted = (rlim_t)(bytes + bytes / 2 + unused + (512LL << 20));
        if (wanted < limit.rlim_max) limit.rlim_cur = wanted;
    }
    setrlimit(RLIMIT_DATA, &limit);
#else
    (void)bytes;
#endif
}

void shims_end_on_termination(void) {
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    signal(SIGTERM, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &mask, NULL);
}

void shims_die_with_parent(void) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}
