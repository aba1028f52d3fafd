/// One header for the module map.
#include <glpk.h>
