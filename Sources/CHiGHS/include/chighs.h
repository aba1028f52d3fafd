/// The functions of HiGHS that verigap calls, found in a shared library at run time: names and types, nothing else.
///
/// Documented at https://ergo-code.github.io/HiGHS (interface for C). Every function takes a model of `chighs_create`;
/// unless said otherwise it returns 0 where all went well, 1 for a warning, −1 for an error. Rows and columns count from 0.
/// Before `chighs_load` has succeeded no other function may be called.
#ifndef VERIGAP_CHIGHS_H
#define VERIGAP_CHIGHS_H

#include <stddef.h>
#include <stdint.h>

/// Loads the library at `path`, which may be a bare name for the loader to find. Returns 1 if it is there, `accepts` its
/// version (not 0) and it has every function needed, else 0 with the reason in `message`. The first library that loads is
/// the one whose functions are called, until the process ends; of later ones only this is learnt, that they could be loaded.
int chighs_load(const char *path, int (*accepts)(const char *version), char *message, size_t size);

/// The file that the library was loaded from, into `path`; an empty text where the loader does not say.
void chighs_path(char *path, size_t size);

/// Three numbers with points between.
const char *chighs_version(void);

void *chighs_create(void);
void chighs_destroy(void *model);

/// Options by their names.
int chighs_set_flag(void *model, const char *name, int value);
int chighs_set_integer(void *model, const char *name, int value);
int chighs_set_number(void *model, const char *name, double value);
int chighs_set_text(void *model, const char *name, const char *value);

/// Appends columns of cost 0 and without entries.
int chighs_add_columns(void *model, int count, const double *costs, const double *lower, const double *upper);

/// Appends rows lower ≤ a x ≤ upper; the entries of row i begin at starts[i]. Numbers of magnitude 1e20 are infinite.
int chighs_add_rows(
    void *model, int count, const double *lower, const double *upper, int entries, const int *starts,
    const int *columns, const double *values);

/// Costs of the first `count` columns.
int chighs_set_costs(void *model, int count, const double *costs);
int chighs_set_bounds(void *model, int column, double lower, double upper);

/// One kind per column of the set: 0 continuous, 1 integer.
int chighs_set_kinds(void *model, int count, const int *columns, const int *kinds);

/// Status of every column, then of every row: opaque numbers that `chighs_set_basis` takes back.
int chighs_get_basis(void *model, int *columns, int *rows);
int chighs_set_basis(void *model, const int *columns, const int *rows);

/// Forgets basis and solution; the model stays.
int chighs_forget(void *model);

/// Sets the clock that the option time_limit is held against to 0.
int chighs_reset_clock(void *model);

int chighs_run(void *model);

/// What `chighs_status` returns.
enum chighs_ending {
    CHIGHS_OPTIMAL = 7,
    CHIGHS_INFEASIBLE = 8,
    CHIGHS_UNBOUNDED = 10,
    /// The option objective_bound was exceeded.
    CHIGHS_BOUND_REACHED = 11,
    CHIGHS_TIME_LIMIT = 13,
    CHIGHS_ITERATION_LIMIT = 14,
    CHIGHS_INTERRUPTED = 17,
};

/// How the last run ended.
int chighs_status(void *model);

/// Values and duals of columns and rows; what the last run left none of stays as it was.
int chighs_get_solution(
    void *model, double *values, double *reduced_costs, double *activities, double *multipliers);

/// One number per row, if `is_there` becomes 1: multipliers that prove that there is no solution.
int chighs_get_ray(void *model, int *is_there, double *multipliers);

/// What is known of the last run, by name.
int chighs_get_number(void *model, const char *name, double *value);
int chighs_get_count(void *model, const char *name, int *value);
int chighs_get_large_count(void *model, const char *name, int64_t *value);

/// Sees a search for integers.
struct chighs_watcher {
    /// `point` holds the columns of a solution found just now, or is NULL where the library only asks whether to go on.
    /// Anything but 0 ends the search, at the latest when the library asks.
    int (*look)(void *context, const double *point);
    void *context;
};

/// Has the runs of `model` that look for integers call `watcher`, which must stay where it is, on threads of their own
/// choice (on the calling one where the option threads is 1). NULL: no more.
int chighs_watch(void *model, const struct chighs_watcher *watcher);

#endif
