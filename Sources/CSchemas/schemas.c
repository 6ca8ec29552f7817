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
static const unsigned char credential[] = {
#embed "../../schemas/Credential.json"
};
static const unsigned char division[] = {
#embed "../../schemas/Division.json"
};
static const unsigned char evaluation_form[] = {
#embed "../../schemas/EvaluationForm.json"
};
static const unsigned char event_pipeline[] = {
#embed "../../schemas/EventPipeline.json"
};
static const unsigned char flow[] = {
#embed "../../schemas/Flow.json"
};
static const unsigned char group[] = {
#embed "../../schemas/Group.json"
};
static const unsigned char integration[] = {
#embed "../../schemas/Integration.json"
};
static const unsigned char integration_action[] = {
#embed "../../schemas/IntegrationAction.json"
};
static const unsigned char journey_view_schedule[] = {
#embed "../../schemas/JourneyViewSchedule.json"
};
static const unsigned char key_rotation_schedule[] = {
#embed "../../schemas/KeyRotationSchedule.json"
};
static const unsigned char language[] = {
#embed "../../schemas/Language.json"
};
static const unsigned char media_retention_policy[] = {
#embed "../../schemas/MediaRetentionPolicy.json"
};
static const unsigned char oauth_client[] = {
#embed "../../schemas/OAuthClient.json"
};
static const unsigned char data_action[] = {
#embed "../../schemas/DataAction.json"
};
static const unsigned char queue[] = {
#embed "../../schemas/Queue.json"
};
static const unsigned char recording_job[] = {
#embed "../../schemas/RecordingJob.json"
};
static const unsigned char recording_key_configuration[] = {
#embed "../../schemas/RecordingKeyConfiguration.json"
};
static const unsigned char recording_policy[] = {
#embed "../../schemas/RecordingPolicy.json"
};
static const unsigned char recording_settings[] = {
#embed "../../schemas/RecordingSettings.json"
};
static const unsigned char report_schedule[] = {
#embed "../../schemas/ReportSchedule.json"
};
static const unsigned char reporting_export[] = {
#embed "../../schemas/ReportingExport.json"
};
static const unsigned char reporting_settings[] = {
#embed "../../schemas/ReportingSettings.json"
};
static const unsigned char role[] = {
#embed "../../schemas/Role.json"
};
static const unsigned char scheduled_trigger[] = {
#embed "../../schemas/ScheduledTrigger.json"
};
static const unsigned char storage_target[] = {
#embed "../../schemas/StorageTarget.json"
};
static const unsigned char team[] = {
#embed "../../schemas/Team.json"
};
static const unsigned char trigger[] = {
#embed "../../schemas/Trigger.json"
};
static const unsigned char user[] = {
#embed "../../schemas/User.json"
};
static const unsigned char webhook[] = {
#embed "../../schemas/Webhook.json"
};
static const unsigned char wrapup_code[] = {
#embed "../../schemas/WrapupCode.json"
};

#define SCHEMA(file, array) {file, array, sizeof(array)}

const gcs_schema gcs_schemas[] = {
    SCHEMA("common.json", common),
    SCHEMA("x-gcsync.json", vocabulary),
    SCHEMA("Project.json", project),
    SCHEMA("DriftBaseline.json", drift_baseline),
    SCHEMA("Rule.json", rule),
    SCHEMA("Credential.json", credential),
    SCHEMA("DataAction.json", data_action),
    SCHEMA("Division.json", division),
    SCHEMA("EvaluationForm.json", evaluation_form),
    SCHEMA("EventPipeline.json", event_pipeline),
    SCHEMA("Flow.json", flow),
    SCHEMA("Group.json", group),
    SCHEMA("Integration.json", integration),
    SCHEMA("IntegrationAction.json", integration_action),
    SCHEMA("JourneyViewSchedule.json", journey_view_schedule),
    SCHEMA("KeyRotationSchedule.json", key_rotation_schedule),
    SCHEMA("Language.json", language),
    SCHEMA("MediaRetentionPolicy.json", media_retention_policy),
    SCHEMA("OAuthClient.json", oauth_client),
    SCHEMA("Queue.json", queue),
    SCHEMA("RecordingJob.json", recording_job),
    SCHEMA("RecordingKeyConfiguration.json", recording_key_configuration),
    SCHEMA("RecordingPolicy.json", recording_policy),
    SCHEMA("RecordingSettings.json", recording_settings),
    SCHEMA("ReportSchedule.json", report_schedule),
    SCHEMA("ReportingExport.json", reporting_export),
    SCHEMA("ReportingSettings.json", reporting_settings),
    SCHEMA("Role.json", role),
    SCHEMA("ScheduledTrigger.json", scheduled_trigger),
    SCHEMA("StorageTarget.json", storage_target),
    SCHEMA("Team.json", team),
    SCHEMA("Trigger.json", trigger),
    SCHEMA("User.json", user),
    SCHEMA("Webhook.json", webhook),
    SCHEMA("WrapupCode.json", wrapup_code),
};
const size_t gcs_schema_count = sizeof(gcs_schemas) / sizeof(gcs_schemas[0]);

const gcs_schema gcs_standard_rules = SCHEMA("standard-rules.yaml", standard_rules);
