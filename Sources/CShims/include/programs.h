/// Starting programs of others, so that they end with the process that started them.
#ifndef VERIGAP_PROGRAMS_H
#define VERIGAP_PROGRAMS_H

/// Starts the program `path` in `folder` with nothing to read, its standard output and error going to `output` and `errors`.
///
/// It stays in the caller's process group, has no other open files, no signal blocked or ignored, and of the limit on
/// allocations (`shims_restrict_allocations`) only what the system sets; it receives SIGKILL when the calling thread ends
/// (Linux). Returns its identifier, or minus the errno of why it does not run.
int shims_start_program(
    const char *path, char *const words[], char *const environment[], const char *folder, int output, int errors);

/// From now on a process whose parent ends becomes a child of the calling one, if it descends from it (Linux).
void shims_adopt_orphans(void);

/// Processor seconds, user and system, of all processes that the calling one has waited for, and of those that they have.
double shims_children_cpu_seconds(void);

#endif
