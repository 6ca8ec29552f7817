#pragma once
// The typed shims are static inline because `curl_easy_setopt` and its kin are variadic, and Swift sees no variadic C
// function.
#include <curl/curl.h>
