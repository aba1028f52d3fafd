/// What a process knows of itself and of its limits.
#ifndef VERIGAP_PROCESS_H
#define VERIGAP_PROCESS_H

/// CPU seconds (user and system) that the calling thread has used.
double shims_thread_cpu_seconds(void);

/// CPU seconds (user and system) that all threads of this process have used.
double shims_process_cpu_seconds(void);

/// Peak resident memory of this process in bytes. On Linux that of the program that runs: getrusage would count what
/// its parent occupied when it started it.
long long shims_peak_memory_bytes(void);

/// Counts the instructions that this thread, and threads it starts from now on, retire in user mode. Returns what
/// `shims_instructions` takes: −1 where there is no such counter or it may not be used.
int shims_start_counting_instructions(void);

/// The count so far; −1 where nothing is counted, or not all of the time.
long long shims_instructions(int counter);

/// Has the system refuse this process memory once it has allocated far more than `bytes` may be resident: a second line
/// behind whoever looks at what is resident, for allocations faster than he looks. What is allocated need not be used, so half
/// as much again and 512 MiB are spared (Linux).
void shims_restrict_allocations(long long bytes);

/// Lets SIGTERM end the calling process at once, whatever its parent has set.
void shims_end_on_termination(void);

/// Makes the calling process receive SIGKILL when its parent dies (Linux); does nothing elsewhere.
void shims_die_with_parent(void);

/// Takes over the niceness and the processors of the parent's main thread: threads that start processes may have others, as
/// libraries give to threads of pools what they may.
void shims_run_as_parent(void);

/// Address space in bytes that a process of verigap needs before it has loaded anything. With less, OpenBLAS, which
/// starts a thread per core when it is loaded, waits for memory for ever, so a program that is linked with this
/// file looks at its limit before any library is initialised (Linux) and ends with exit code 71 and a sentence on standard
/// error where the limit is lower.
long long shims_needed_address_space(void);

/// Whether the address space of this process has a limit (1 or 0).
int shims_address_space_is_limited(void);

#endif
