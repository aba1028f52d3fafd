/// One header for the module map.
#include <cblas.h>
