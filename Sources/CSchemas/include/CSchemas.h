#pragma once
#include <stddef.h>

// The files of schemas/, compiled into the binary so that gcsync needs no folder beside it.
typedef struct {
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  size_t count;
} gcs_schema;

// The table, its length in gcs_schema_count.
extern const gcs_schema gcs_schemas[];
extern const size_t gcs_schema_count;

// The rules that come with gcsync.
extern const gcs_schema gcs_standard_rules;

static inline const gcs_schema *_Nonnull gcs_schema_at(size_t index) { return &gcs_schemas[index]; }
