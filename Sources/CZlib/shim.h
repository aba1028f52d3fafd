/// One header for the module map.
#include <zlib.h>
