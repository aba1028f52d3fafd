/// One header for the module map.
#include <openssl/evp.h>
