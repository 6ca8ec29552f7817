#pragma once

/// A library that the program runs with.
typedef struct {
  const char *name;
  const char *version;
} gcs_library;

/// The commit of a build that was made to be passed on; empty where nobody knows.
extern const char *const gcs_build_commit;
/// The version of its compiler; empty where nobody knows.
extern const char *const gcs_build_swift;

/// Returns a library by its number, with a NULL name behind the last one.
gcs_library gcs_library_at(int index);
