#include "CSchemas.h"

static const unsigned char common[] = {
#embed "../../schemas/common.json"
};
static const unsigned char vocabulary[] = {
#embed "../../schemas/x-gcsync.json"
};
static const unsigned char project[] = {
#embed "../../schemas/Project.json"
};
static const unsigned char drift_baseline[] = {
#embed "../../schemas/DriftBaseline.json"
};
static const unsigned char rule[] = {
#embed "../../schemas/Rule.json"
};
static const unsigned char standard_rules[] = {
#embed "../../schemas/standard-rules.yaml"
};
static const unsigned char recording_policy[] = {
#embed "../../schemas/RecordingPolicy.json"
};
static const unsigned char storage_target[] = {
#embed "../../schemas/StorageTarget.json"
};
static const unsigned char webhook[] = {
#embed "../../schemas/Webhook.json"
};

#define SCHEMA(file, array) {file, array, sizeof(array)}

const gcs_schema gcs_schemas[] = {
    SCHEMA("common.json", common),
    SCHEMA("x-gcsync.json", vocabulary),
    SCHEMA("Project.json", project),
    SCHEMA("DriftBaseline.json", drift_baseline),
    SCHEMA("Rule.json", rule),
    SCHEMA("RecordingPolicy.json", recording_policy),
    SCHEMA("StorageTarget.json", storage_target),
    SCHEMA("Webhook.json", webhook),
};
const size_t gcs_schema_count = sizeof(gcs_schemas) / sizeof(gcs_schemas[0]);

const gcs_schema gcs_standard_rules = SCHEMA("standard-rules.yaml", standard_rules);
