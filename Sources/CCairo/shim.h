/// One header for the module map: drawing, and the three surfaces the figures are written to.
#include <cairo/cairo.h>
#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>
