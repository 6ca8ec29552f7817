#include "CPage.h"

static const unsigned char style[] = {
#embed "page/page.css"
};

// Each file names what it has at the top level; only the last one does anything.
static const unsigned char script[] = {
#embed "page/elements.js"
,
#embed "page/visible.js"
,
#embed "page/difference.js"
,
#embed "page/values.js"
,
#embed "page/change.js"
,
#embed "page/filter.js"
,
#embed "page/list.js"
,
#embed "page/keyboard.js"
,
#embed "page/layout.js"
,
#embed "page/graph.js"
,
#embed "page/page.js"
};

const gcs_page_file gcs_page_style = {style, sizeof(style)};
const gcs_page_file gcs_page_script = {script, sizeof(script)};
