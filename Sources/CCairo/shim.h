/// One header for the module map: drawing, the surfaces the figures are written to, and the fonts that there are.
#include <cairo/cairo.h>
#include <cairo/cairo-pdf.h>
#include <fontconfig/fontconfig.h>
