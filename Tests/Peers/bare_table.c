// Draws a CSV file without quotes as a table with nothing but cairo and pango: fixed columns, no wrapping, one font.
//   cc -O2 -o bare_table Tests/Peers/bare_table.c $(pkg-config --cflags --libs pangocairo)
//   bare_table CSV PDF
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 8, MARGIN = 40 };
static const double width = 595.28, height = 841.89, line = 15.5;

static PangoLayout *layout;
static cairo_t *cairo;

static void text(double x, double y, const char *bytes, int count) {
  pango_layout_set_text(layout, bytes, count);
  cairo_move_to(cairo, x, y);
  pango_cairo_show_layout(cairo, layout);
}

static void row(char *bytes, double y) {
  double column = (width - 2 * MARGIN) / COLUMNS;
  for (int i = 0; i < COLUMNS && bytes; i++) {
    char *cell = strsep(&bytes, ",\r\n");
    text(MARGIN + i * column, y, cell, -1);
  }
  cairo_move_to(cairo, MARGIN, y + line - 2);
  cairo_line_to(cairo, width - MARGIN, y + line - 2);
  cairo_stroke(cairo);
}

int main(int count, char **words) {
  FILE *file = count == 3 ? fopen(words[1], "r") : NULL;
  char labels[4096], bytes[4096], labelled[4096], number[64];
  if (!file || !fgets(labels, sizeof labels, file)) return 2;
  cairo_surface_t *surface = cairo_pdf_surface_create(words[2], width, height);
  cairo = cairo_create(surface);
  layout = pango_cairo_create_layout(cairo);
  PangoFontDescription *font = pango_font_description_from_string("Noto Sans 6");
  pango_layout_set_font_description(layout, font);
  cairo_set_line_width(cairo, 0.4);
  double y = height;
  int page = 0;
  while (fgets(bytes, sizeof bytes, file)) {
    if (y + line > height - MARGIN) {
      if (page++) cairo_show_page(cairo);
      snprintf(number, sizeof number, "Page %d", page);
      text(width - MARGIN - 40, height - 30, number, -1);
      row(strcpy(labelled, labels), MARGIN);
      y = MARGIN + line;
    }
    row(bytes, y);
    y += line;
  }
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  cairo_status_t status = cairo_surface_status(surface);
  printf("%d\n", page);
  fclose(file);
  return status == CAIRO_STATUS_SURFACE_FINISHED || status == CAIRO_STATUS_SUCCESS ? 0 : 1;
}
