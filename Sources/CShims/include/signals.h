/// SIGINT and SIGTERM, reported to a descriptor.
#ifndef VERIGAP_SIGNALS_H
#define VERIGAP_SIGNALS_H

/// From now on SIGINT and SIGTERM write their number as one byte to `descriptor`. SIGTERM, moreover, ends the process
/// with exit code `status` once `milliseconds` have passed, whatever its threads are at. Returns 0, or -1 with errno.
int shims_report_signals(int descriptor, int status, long milliseconds);

/// Gives both signals their usual meaning back; a process that SIGTERM was sent to still ends in time.
void shims_release_signals(void);

#endif
