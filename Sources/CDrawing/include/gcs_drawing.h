#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The members of the table are never nil; of the pointers that go through them nothing is said.
#pragma clang diagnostic ignored "-Wnullability-completeness"

// Cairo and Pango, opened when the first report is drawn. What stands here is the part of their stable
// interfaces that reports use; Tests/Peers/drawing_abi.c compares it with the libraries' own headers.

typedef struct gcs_cairo gcs_cairo;
typedef struct gcs_surface gcs_surface;
typedef struct gcs_scaled_font gcs_scaled_font;
typedef struct gcs_font_face gcs_font_face;
typedef struct gcs_font_options gcs_font_options;
typedef struct gcs_font_map gcs_font_map;
typedef struct gcs_cairo_font_map gcs_cairo_font_map;
typedef struct gcs_context gcs_context;
typedef struct gcs_layout gcs_layout;
typedef struct gcs_font_description gcs_font_description;
typedef struct gcs_font gcs_font;
typedef struct gcs_cairo_font gcs_cairo_font;
typedef struct gcs_font_metrics gcs_font_metrics;
typedef struct gcs_attr_list gcs_attr_list;
typedef struct gcs_attribute gcs_attribute;
typedef struct gcs_language gcs_language;
typedef struct gcs_font_config gcs_font_config;

typedef struct { unsigned long index; double x, y; } gcs_glyph;
typedef struct { int num_bytes, num_glyphs; } gcs_cluster;
typedef struct { double xx, yx, xy, yy, x0, y0; } gcs_matrix;
typedef struct { int x, y, width, height; } gcs_rectangle;

typedef struct { uint32_t glyph; int32_t width, x_offset, y_offset; uint32_t attributes; } gcs_glyph_info;
typedef struct { int num_glyphs; gcs_glyph_info *glyphs; int *log_clusters; int space; } gcs_glyph_string;
typedef struct {
  void *shape_engine, *lang_engine;
  gcs_font *font;
  uint8_t level, gravity, flags, script;
  void *language, *extra_attributes;
} gcs_analysis;
typedef struct { int offset, length, num_chars; gcs_analysis analysis; } gcs_item;
typedef struct { gcs_item *item; gcs_glyph_string *glyphs; int y_offset, start_x_offset, end_x_offset; } gcs_run;
typedef struct gcs_list { void *data; struct gcs_list *next; } gcs_list;
typedef struct { gcs_layout *layout; int start_index, length; gcs_list *runs; unsigned flags; } gcs_line;

enum {
  GCS_UNITS = 1024,
  GCS_UNKNOWN_GLYPH = 0x10000000,
  GCS_EMPTY_GLYPH = 0x0FFFFFFF,
};

// Takes bytes of a surface; returns 0, or 11 (a write error).
typedef unsigned (*gcs_write)(void *closure, const unsigned char *bytes, unsigned int count);
// Gives bytes of a picture; returns 0, or 10 (a read error).
typedef unsigned (*gcs_read)(void *closure, unsigned char *bytes, unsigned int count);

#define GCS_DRAWING_FUNCTIONS(X) \
  X(CAIRO, gcs_surface *, cairo_pdf_surface_create_for_stream, (gcs_write, void *, double, double)) \
  X(CAIRO, void, cairo_pdf_surface_set_metadata, (gcs_surface *, unsigned, const char *)) \
  X(CAIRO, int, cairo_pdf_surface_add_outline, (gcs_surface *, int, const char *, const char *, unsigned)) \
  X(CAIRO, gcs_surface *, cairo_image_surface_create, (int, int, int)) \
  X(CAIRO, gcs_surface *, cairo_image_surface_create_from_png_stream, (gcs_read, void *)) \
  X(CAIRO, unsigned, cairo_surface_write_to_png_stream, (gcs_surface *, gcs_write, void *)) \
  X(CAIRO, void, cairo_surface_finish, (gcs_surface *)) \
  X(CAIRO, void, cairo_surface_destroy, (gcs_surface *)) \
  X(CAIRO, unsigned, cairo_surface_status, (gcs_surface *)) \
  X(CAIRO, gcs_cairo *, cairo_create, (gcs_surface *)) \
  X(CAIRO, void, cairo_destroy, (gcs_cairo *)) \
  X(CAIRO, unsigned, cairo_status, (gcs_cairo *)) \
  X(CAIRO, const char *, cairo_status_to_string, (unsigned)) \
  X(CAIRO, void, cairo_show_page, (gcs_cairo *)) \
  X(CAIRO, void, cairo_save, (gcs_cairo *)) \
  X(CAIRO, void, cairo_restore, (gcs_cairo *)) \
  X(CAIRO, void, cairo_translate, (gcs_cairo *, double, double)) \
  X(CAIRO, void, cairo_scale, (gcs_cairo *, double, double)) \
  X(CAIRO, void, cairo_set_source_rgb, (gcs_cairo *, double, double, double)) \
  X(CAIRO, void, cairo_set_source_surface, (gcs_cairo *, gcs_surface *, double, double)) \
  X(CAIRO, void, cairo_set_line_width, (gcs_cairo *, double)) \
  X(CAIRO, void, cairo_new_path, (gcs_cairo *)) \
  X(CAIRO, void, cairo_move_to, (gcs_cairo *, double, double)) \
  X(CAIRO, void, cairo_line_to, (gcs_cairo *, double, double)) \
  X(CAIRO, void, cairo_arc, (gcs_cairo *, double, double, double, double, double)) \
  X(CAIRO, void, cairo_arc_negative, (gcs_cairo *, double, double, double, double, double)) \
  X(CAIRO, void, cairo_close_path, (gcs_cairo *)) \
  X(CAIRO, void, cairo_rectangle, (gcs_cairo *, double, double, double, double)) \
  X(CAIRO, void, cairo_fill, (gcs_cairo *)) \
  X(CAIRO, void, cairo_stroke, (gcs_cairo *)) \
  X(CAIRO, void, cairo_paint, (gcs_cairo *)) \
  X(CAIRO, void, cairo_set_font_face, (gcs_cairo *, gcs_font_face *)) \
  X(CAIRO, void, cairo_set_font_matrix, (gcs_cairo *, const gcs_matrix *)) \
  X(CAIRO, void, cairo_set_scaled_font, (gcs_cairo *, const gcs_scaled_font *)) \
  X(CAIRO, gcs_font_face *, cairo_scaled_font_get_font_face, (gcs_scaled_font *)) \
  X(CAIRO, void, cairo_scaled_font_get_font_matrix, (gcs_scaled_font *, gcs_matrix *)) \
  X(CAIRO, void, cairo_show_text_glyphs, \
    (gcs_cairo *, const char *, int, const gcs_glyph *, int, const gcs_cluster *, int, unsigned)) \
  X(CAIRO, void, cairo_tag_begin, (gcs_cairo *, const char *, const char *)) \
  X(CAIRO, void, cairo_tag_end, (gcs_cairo *, const char *)) \
  X(CAIRO, gcs_font_options *, cairo_font_options_create, (void)) \
  X(CAIRO, void, cairo_font_options_destroy, (gcs_font_options *)) \
  X(CAIRO, void, cairo_font_options_set_hint_style, (gcs_font_options *, unsigned)) \
  X(CAIRO, void, cairo_font_options_set_hint_metrics, (gcs_font_options *, unsigned)) \
  X(CAIRO, void, cairo_font_options_set_antialias, (gcs_font_options *, unsigned)) \
  X(PANGOCAIRO, gcs_font_map *, pango_cairo_font_map_new, (void)) \
  X(PANGOCAIRO, void, pango_cairo_font_map_set_resolution, (gcs_cairo_font_map *, double)) \
  X(PANGOCAIRO, void, pango_cairo_context_set_font_options, (gcs_context *, const gcs_font_options *)) \
  X(PANGOCAIRO, gcs_scaled_font *, pango_cairo_font_get_scaled_font, (gcs_cairo_font *)) \
  X(PANGO, gcs_context *, pango_font_map_create_context, (gcs_font_map *)) \
  X(PANGO, void, pango_context_set_round_glyph_positions, (gcs_context *, int)) \
  X(PANGO, void, pango_context_set_language, (gcs_context *, gcs_language *)) \
  X(PANGO, gcs_language *, pango_language_from_string, (const char *)) \
  X(PANGO, gcs_font_metrics *, pango_context_get_metrics, \
    (gcs_context *, const gcs_font_description *, gcs_language *)) \
  X(PANGO, int, pango_font_metrics_get_ascent, (gcs_font_metrics *)) \
  X(PANGO, int, pango_font_metrics_get_descent, (gcs_font_metrics *)) \
  X(PANGO, void, pango_font_metrics_unref, (gcs_font_metrics *)) \
  X(PANGO, gcs_font_description *, pango_font_description_new, (void)) \
  X(PANGO, void, pango_font_description_free, (gcs_font_description *)) \
  X(PANGO, void, pango_font_description_set_family, (gcs_font_description *, const char *)) \
  X(PANGO, const char *, pango_font_description_get_family, (const gcs_font_description *)) \
  X(PANGO, void, pango_font_description_set_weight, (gcs_font_description *, unsigned)) \
  X(PANGO, void, pango_font_description_set_absolute_size, (gcs_font_description *, double)) \
  X(PANGO, gcs_font_description *, pango_font_describe, (gcs_font *)) \
  X(PANGO, gcs_layout *, pango_layout_new, (gcs_context *)) \
  X(PANGO, void, pango_layout_set_text, (gcs_layout *, const char *, int)) \
  X(PANGO, void, pango_layout_set_width, (gcs_layout *, int)) \
  X(PANGO, void, pango_layout_set_wrap, (gcs_layout *, unsigned)) \
  X(PANGO, void, pango_layout_set_attributes, (gcs_layout *, gcs_attr_list *)) \
  X(PANGO, void, pango_layout_set_font_description, (gcs_layout *, const gcs_font_description *)) \
  X(PANGO, gcs_list *, pango_layout_get_lines_readonly, (gcs_layout *)) \
  X(PANGO, gcs_attr_list *, pango_attr_list_new, (void)) \
  X(PANGO, void, pango_attr_list_insert, (gcs_attr_list *, gcs_attribute *)) \
  X(PANGO, void, pango_attr_list_unref, (gcs_attr_list *)) \
  X(PANGO, gcs_attribute *, pango_attr_font_features_new, (const char *)) \
  X(GOBJECT, void *, g_object_ref, (void *)) \
  X(GOBJECT, void, g_object_unref, (void *)) \
  X(FONTCONFIG, int, FcConfigAppFontAddFile, (gcs_font_config *, const unsigned char *))

// The functions, each under its own name.
typedef struct {
#define GCS_MEMBER(library, result, name, parameters) result(*_Nonnull name) parameters;
  GCS_DRAWING_FUNCTIONS(GCS_MEMBER)
#undef GCS_MEMBER
} gcs_drawing;

// What could not be opened, or which function is missing there.
typedef struct {
  const char *_Nullable library;
  const char *_Nullable function;
} gcs_drawing_fault;

// Opens the libraries in a folder, or where the system has them (nil), and returns the functions; nil with the
// fault where something is missing. To be called once.
const gcs_drawing *_Nullable gcs_drawing_open(const char *_Nullable folder, gcs_drawing_fault *_Nonnull fault);
