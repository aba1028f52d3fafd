/// One header for the module map.
#include <matio.h>
