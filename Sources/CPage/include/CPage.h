#pragma once
#include <stddef.h>

// How the page of a plan looks and what it does, compiled into the binary so that gcsync needs no
// folder beside it.
typedef struct {
  const unsigned char *_Nonnull bytes;
  size_t count;
} gcs_page_file;

extern const gcs_page_file gcs_page_style;

// All scripts of the page as one.
extern const gcs_page_file gcs_page_script;
