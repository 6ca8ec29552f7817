// Compares what gcs_drawing.h says of Cairo and Pango with their own headers.
//   cc -fsyntax-only -I Sources/CDrawing/include Tests/Peers/drawing_abi.c $(pkg-config --cflags pangocairo cairo-pdf fontconfig)
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#define _Nonnull
#define _Nullable
#include "gcs_drawing.h"

#define SAME_SIZE(ours, theirs) _Static_assert(sizeof(ours) == sizeof(theirs), #theirs)
#define SAME_PLACE(ours, a, theirs, b) _Static_assert(offsetof(ours, a) == offsetof(theirs, b), #theirs "." #b)

SAME_SIZE(gcs_glyph, cairo_glyph_t);
SAME_PLACE(gcs_glyph, x, cairo_glyph_t, x);
SAME_SIZE(gcs_cluster, cairo_text_cluster_t);
SAME_PLACE(gcs_cluster, num_glyphs, cairo_text_cluster_t, num_glyphs);
SAME_SIZE(gcs_matrix, cairo_matrix_t);
SAME_SIZE(gcs_glyph_info, PangoGlyphInfo);
SAME_PLACE(gcs_glyph_info, x_offset, PangoGlyphInfo, geometry.x_offset);
SAME_SIZE(gcs_glyph_string, PangoGlyphString);
SAME_PLACE(gcs_glyph_string, log_clusters, PangoGlyphString, log_clusters);
SAME_SIZE(gcs_item, PangoItem);
SAME_PLACE(gcs_item, analysis.font, PangoItem, analysis.font);
SAME_PLACE(gcs_item, analysis.level, PangoItem, analysis.level);
SAME_SIZE(gcs_run, PangoGlyphItem);
SAME_PLACE(gcs_run, y_offset, PangoGlyphItem, y_offset);
SAME_SIZE(gcs_list, GSList);
SAME_PLACE(gcs_list, next, GSList, next);
SAME_SIZE(gcs_line, PangoLayoutLine);
SAME_PLACE(gcs_line, runs, PangoLayoutLine, runs);
_Static_assert(GCS_UNITS == PANGO_SCALE, "PANGO_SCALE");
_Static_assert(GCS_UNKNOWN_GLYPH == PANGO_GLYPH_UNKNOWN_FLAG, "PANGO_GLYPH_UNKNOWN_FLAG");
_Static_assert(GCS_EMPTY_GLYPH == PANGO_GLYPH_EMPTY, "PANGO_GLYPH_EMPTY");

// With our names for their types, each function must have the very type that its header gives it.
#define gcs_cairo cairo_t
#define gcs_surface cairo_surface_t
#define gcs_scaled_font cairo_scaled_font_t
#define gcs_font_face cairo_font_face_t
#define gcs_font_options cairo_font_options_t
#define gcs_font_map PangoFontMap
#define gcs_cairo_font_map PangoCairoFontMap
#define gcs_context PangoContext
#define gcs_layout PangoLayout
#define gcs_list GSList
#define gcs_font_description PangoFontDescription
#define gcs_font PangoFont
#define gcs_cairo_font PangoCairoFont
#define gcs_font_metrics PangoFontMetrics
#define gcs_attr_list PangoAttrList
#define gcs_attribute PangoAttribute
#define gcs_language PangoLanguage
#define gcs_font_config FcConfig

#define gcs_glyph cairo_glyph_t
#define gcs_cluster cairo_text_cluster_t
#define gcs_matrix cairo_matrix_t
#define gcs_run PangoLayoutRun
#define gcs_read cairo_read_func_t
#define gcs_write cairo_write_func_t

#pragma GCC diagnostic error "-Wincompatible-pointer-types"
#define COMPARE(library, result, name, parameters) \
  static inline void compare_##name(void) { result(*ours) parameters = name; (void)ours; }
GCS_DRAWING_FUNCTIONS(COMPARE)
