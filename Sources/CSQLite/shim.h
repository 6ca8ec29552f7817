#include <sqlite3.h>

/// Binds a copy of a text; the destructor that asks for a copy is a cast Swift cannot import.
static inline int gcs_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
  return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}
