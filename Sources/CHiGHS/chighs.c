#define _GNU_SOURCE
#include "chighs.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/// What the library calls back with. Its items are asked for by name, so that their order does not matter.
typedef void (*callback)(int kind, const char *message, const void *out, void *in, void *context);

/// The functions, as the documentation declares them. Its HighsInt is an int in every build that is accepted.
#define FUNCTIONS(F)                                                                                                   \
    F(const char *, version, (void))                                                                                   \
    F(int, getSizeofHighsInt, (const void *))                                                                          \
    F(void *, create, (void))                                                                                          \
    F(void, destroy, (void *))                                                                                         \
    F(int, setBoolOptionValue, (void *, const char *, int))                                                            \
    F(int, setIntOptionValue, (void *, const char *, int))                                                             \
    F(int, setDoubleOptionValue, (void *, const char *, double))                                                       \
    F(int, setStringOptionValue, (void *, const char *, const char *))                                                 \
    F(int, addCols,                                                                                                    \
      (void *, int, const double *, const double *, const double *, int, const int *, const int *, const double *))    \
    F(int, addRows, (void *, int, const double *, const double *, int, const int *, const int *, const double *))      \
    F(int, changeColsCostByRange, (void *, int, int, const double *))                                                  \
    F(int, changeColBounds, (void *, int, double, double))                                                             \
    F(int, changeColsIntegralityBySet, (void *, int, const int *, const int *))                                        \
    F(int, getBasis, (const void *, int *, int *))                                                                     \
    F(int, setBasis, (void *, const int *, const int *))                                                               \
    F(int, clearSolver, (void *))                                                                                      \
    F(int, zeroAllClocks, (const void *))                                                                              \
    F(int, run, (void *))                                                                                              \
    F(int, getModelStatus, (const void *))                                                                             \
    F(int, getSolution, (const void *, double *, double *, double *, double *))                                        \
    F(int, getDualRay, (const void *, int *, double *))                                                                \
    F(int, getDoubleInfoValue, (const void *, const char *, double *))                                                 \
    F(int, getIntInfoValue, (const void *, const char *, int *))                                                       \
    F(int, getInt64InfoValue, (const void *, const char *, int64_t *))                                                 \
    F(int, setCallback, (void *, callback, void *))                                                                    \
    F(int, startCallback, (void *, int))                                                                               \
    F(int, stopCallback, (void *, int))                                                                                \
    F(const void *, getCallbackDataOutItem, (const void *, const char *))

struct table {
#define MEMBER(result, name, parameters) result(*name) parameters;
    FUNCTIONS(MEMBER)
};

static struct table highs;
static void *library = NULL;
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

/// Finds every function of `table` in `handle`; the name of the first that is missing, or NULL.
static const char *fill(struct table *table, void *handle) {
#define LOOK_UP(result, name, parameters)                                                                              \
    *(void **)&table->name = dlsym(handle, "Highs_" #name);                                                            \
    if (table->name == NULL) return "Highs_" #name;
    FUNCTIONS(LOOK_UP)
    return NULL;
}

/// Why the library in `handle` is of no use, in `message`; 0 if it is of use, with its functions in `table`.
static int is_unfit(
    struct table *table, void *handle, const char *path, int (*accepts)(const char *), char *message, size_t size) {
    const char *(*version)(void) = (const char *(*)(void))dlsym(handle, "Highs_version");
    if (version != NULL && !accepts(version())) {
        snprintf(message, size, "%s: version %s is not one that is known to work", path, version());
        return 1;
    }
    const char *missing = fill(table, handle);
    if (missing != NULL) {
        snprintf(message, size, "%s: it has no function %s", path, missing);
        return 1;
    }
    void *model = table->create();
    int width = table->getSizeofHighsInt(model);
    table->destroy(model);
    if (width == (int)sizeof(int)) return 0;
    snprintf(message, size, "%s: its integers have %d bytes, not %d", path, width, (int)sizeof(int));
    return 1;
}

int chighs_load(const char *path, int (*accepts)(const char *version), char *message, size_t size) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *reason = dlerror();
        snprintf(message, size, "%s", reason != NULL ? reason : "the loader does not say why");
        return 0;
    }
    struct table found;
    if (is_unfit(&found, handle, path, accepts, message, size)) {
        dlclose(handle);
        return 0;
    }
    pthread_mutex_lock(&loading);
    int is_first = library == NULL;
    if (is_first) {
        highs = found;
        library = handle;
    }
    pthread_mutex_unlock(&loading);
    if (!is_first) dlclose(handle);
    return 1;
}

void chighs_path(char *path, size_t size) {
    Dl_info info;
    int is_known = library != NULL && dladdr((void *)highs.create, &info) != 0 && info.dli_fname != NULL;
    snprintf(path, size, "%s", is_known ? info.dli_fname : "");
}

const char *chighs_version(void) { return highs.version(); }

void *chighs_create(void) { return highs.create(); }

void chighs_destroy(void *model) { highs.destroy(model); }

int chighs_set_flag(void *model, const char *name, int value) { return highs.setBoolOptionValue(model, name, value); }

int chighs_set_integer(void *model, const char *name, int value) { return highs.setIntOptionValue(model, name, value); }

int chighs_set_number(void *model, const char *name, double value) {
    return highs.setDoubleOptionValue(model, name, value);
}

int chighs_set_text(void *model, const char *name, const char *value) {
    return highs.setStringOptionValue(model, name, value);
}

int chighs_add_columns(void *model, int count, const double *costs, const double *lower, const double *upper) {
    return highs.addCols(model, count, costs, lower, upper, 0, NULL, NULL, NULL);
}

int chighs_add_rows(
    void *model, int count, const double *lower, const double *upper, int entries, const int *starts,
    const int *columns, const double *values) {
    return highs.addRows(model, count, lower, upper, entries, starts, columns, values);
}

int chighs_set_costs(void *model, int count, const double *costs) {
    return count == 0 ? 0 : highs.changeColsCostByRange(model, 0, count - 1, costs);
}

int chighs_set_bounds(void *model, int column, double lower, double upper) {
    return highs.changeColBounds(model, column, lower, upper);
}

int chighs_set_kinds(void *model, int count, const int *columns, const int *kinds) {
    return highs.changeColsIntegralityBySet(model, count, columns, kinds);
}

int chighs_get_basis(void *model, int *columns, int *rows) { return highs.getBasis(model, columns, rows); }

int chighs_set_basis(void *model, const int *columns, const int *rows) { return highs.setBasis(model, columns, rows); }

int chighs_forget(void *model) { return highs.clearSolver(model); }

int chighs_reset_clock(void *model) { return highs.zeroAllClocks(model); }

int chighs_run(void *model) { return highs.run(model); }

int chighs_status(void *model) { return highs.getModelStatus(model); }

int chighs_get_solution(
    void *model, double *values, double *reduced_costs, double *activities, double *multipliers) {
    return highs.getSolution(model, values, reduced_costs, activities, multipliers);
}

int chighs_get_ray(void *model, int *is_there, double *multipliers) {
    return highs.getDualRay(model, is_there, multipliers);
}

int chighs_get_number(void *model, const char *name, double *value) {
    return highs.getDoubleInfoValue(model, name, value);
}

int chighs_get_count(void *model, const char *name, int *value) { return highs.getIntInfoValue(model, name, value); }

int chighs_get_large_count(void *model, const char *name, int64_t *value) {
    return highs.getInt64InfoValue(model, name, value);
}

/// Kinds of callback.
enum { FOUND_SOLUTION = 3, MAY_INTERRUPT = 6 };

static void called_back(int kind, const char *message, const void *out, void *in, void *context) {
    (void)message;
    const struct chighs_watcher *watcher = context;
    const double *point = NULL;
    if (kind == FOUND_SOLUTION) {
        point = highs.getCallbackDataOutItem(out, "mip_solution");
        if (point == NULL) return;
    } else if (kind != MAY_INTERRUPT) {
        return;
    }
    // The first of what goes back is an int that says whether to stop.
    if (watcher->look(watcher->context, point) != 0 && in != NULL) *(int *)in = 1;
}

int chighs_watch(void *model, const struct chighs_watcher *watcher) {
    if (watcher == NULL) {
        int first = highs.stopCallback(model, FOUND_SOLUTION);
        int second = highs.stopCallback(model, MAY_INTERRUPT);
        return first != 0 ? first : second;
    }
    int ending = highs.setCallback(model, called_back, (void *)watcher);
    if (ending == 0) ending = highs.startCallback(model, FOUND_SOLUTION);
    if (ending == 0) ending = highs.startCallback(model, MAY_INTERRUPT);
    return ending;
}
