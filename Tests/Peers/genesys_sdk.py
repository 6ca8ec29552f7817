"""Uses a Genesys Cloud org through the vendor's own client: in every family it creates, lists, reads, updates and deletes.

Takes the org's URL; says "genesys sdk ok" at the end, and on the way what did not go as the client's own models have it.
"""

import sys

import PureCloudPlatformClientV2 as genesys
from PureCloudPlatformClientV2.rest import ApiException

url = sys.argv[1]
genesys.configuration.host = url
genesys.configuration.live_reload_config = False
client = genesys.api_client.ApiClient(host=url).get_client_credentials_token("peer", "secret")

integrations = genesys.IntegrationsApi(client)
recording = genesys.RecordingApi(client)
analytics = genesys.AnalyticsApi(client)
authorization = genesys.AuthorizationApi(client)
automation = genesys.ProcessAutomationApi(client)
clients = genesys.OAuthApi(client)
directory = genesys.UsersApi(client)
groups = genesys.GroupsApi(client)
journeys = genesys.JourneyApi(client)
quality = genesys.QualityApi(client)
routing = genesys.RoutingApi(client)
teams = genesys.TeamsApi(client)
architect = genesys.ArchitectApi(client)


def known(answer):
    """Returns an answer in which the models knew every enumerated value."""
    assert "outdated_sdk_version" not in str(answer), answer
    return answer


def refused(status, call, *arguments, **more):
    """Expects a refusal, in an ErrorBody."""
    try:
        call(*arguments, **more)
    except ApiException as error:
        assert error.status == status, (status, error)
        assert '"contextId"' in error.body, error.body
        return error
    raise AssertionError(f"{call.__name__} should have been refused with {status}")


def listed(answer, identifier):
    found = [entity for entity in known(answer).entities if entity.id == identifier]
    assert len(found) == 1, (identifier, answer)
    return found[0]


def family(body, *, create, read, every, update, delete, change):
    """Takes an object through its life."""
    made = known(create(body))
    assert made.id and made.name == body.name, made
    listed(every(), made.id)
    assert known(read(made.id)).name == body.name
    for name, value in change.items():
        setattr(body, name, value)
    if hasattr(body, "version"):
        body.version = made.version
    changed = known(update(made.id, body))
    for name, value in change.items():
        assert getattr(changed, name) == value, (name, changed)
    assert known(read(made.id)).to_dict() == changed.to_dict()
    delete(made.id)
    assert not any(entity.id == made.id for entity in every().entities)


def model(kind, **members):
    body = kind()
    for name, value in members.items():
        setattr(body, name, value)
    return body


flow = next(iter(known(architect.get_flows(type=["WORKFLOW"])).entities))
queue = known(routing.post_routing_queues(model(genesys.CreateQueueRequest, name="Escalations")))
target = model(genesys.TriggerTarget, type="Workflow", id=flow.id)

# Integrations, credentials and data actions.
types = {kind.id: kind for kind in known(integrations.get_integrations_types(page_size=100)).entities}
s3 = types["aws-s3-recording-bulk-actions-integration"]
schema = known(integrations.get_integrations_type_configschema(s3.id, "properties"))
assert schema.properties, schema
credential = known(
    integrations.post_integrations_credentials(
        body=model(
            genesys.Credential,
            name="api",
            type=model(genesys.CredentialType, name="basicAuth"),
            credential_fields={"userName": "u", "password": "planted"},
        )
    )
)
assert not known(integrations.get_integrations_credential(credential.id)).credential_fields
listed(integrations.get_integrations_credentials_listing(page_size="200"), credential.id)
assert "basicAuth" in [kind.name for kind in known(integrations.get_integrations_credentials_types())]

rest = known(
    integrations.post_integrations(
        body=model(
            genesys.CreateIntegrationRequest,
            name="CRM",
            integration_type=model(genesys.IntegrationType, id="custom-rest-actions"),
        )
    )
)
config = known(integrations.get_integration_config_current(rest.id))
assert config.notes == "node_dynamodb_empty_string", config
config.notes = "for the agents"
config.credentials = {"basicAuth": model(genesys.CredentialInfo, id=credential.id)}
config = known(integrations.put_integration_config_current(rest.id, body=config))
assert config.version == 2 and config.credentials["basicAuth"].id == credential.id
config.version = 1
refused(400, integrations.put_integration_config_current, rest.id, body=config)
switched = known(
    integrations.patch_integration(rest.id, body=model(genesys.Integration, intended_state="ENABLED"))
)
assert switched.reported_state.code == "ACTIVATING", switched
assert known(integrations.get_integration(rest.id)).reported_state.code == "ACTIVE"
assert listed(integrations.get_integrations(expand=["config.current"]), rest.id).config.current.version == 2
assert listed(integrations.get_integrations(), rest.id).config is None

text = model(genesys.JsonSchemaDocument, type="object", properties={"id": {"type": "string"}})
contract = model(
    genesys.ActionContractInput,
    input=model(genesys.PostInputContract, input_schema=text),
    output=model(genesys.PostOutputContract, success_schema=text),
)
action = known(
    integrations.post_integrations_actions(
        model(
            genesys.PostActionInput,
            category="CRM",
            name="Look up",
            integration_id=rest.id,
            contract=contract,
            config=model(
                genesys.ActionConfig,
                timeout_seconds=10,
                request=model(
                    genesys.RequestConfig,
                    request_url_template="https://example.com/${input.id}",
                    request_type="GET",
                    request_template="${input.rawRequest}",
                ),
                response=model(genesys.ResponseConfig, success_template="${rawResult}"),
            ),
        )
    )
)
assert listed(integrations.get_integrations_actions(name="look"), action.id).config is None
assert listed(integrations.get_integrations_actions(include_config=True), action.id).config
full = known(integrations.get_integrations_action(action.id, expand="contract", include_config=True))
assert full.contract.input.input_schema.type == "object"
assert full.config.request.request_template_uri and not full.config.request.request_template
template = integrations.get_integrations_action_template(action.id, "requesttemplate.vm")
assert template == "${input.rawRequest}", template
update = model(genesys.UpdateActionInput, name="Look up more", version=1)
assert known(integrations.patch_integrations_action(action.id, update)).version == 2
refused(409, integrations.patch_integrations_action, action.id, update)
draft = known(integrations.post_integrations_action_draft(action.id))
draft = known(
    integrations.patch_integrations_action_draft(
        action.id, model(genesys.UpdateDraftInput, version=draft.version, contract=contract, secure=True)
    )
)
assert known(integrations.get_integrations_action_draft_validation(action.id)).valid
assert draft.id in [entity.id for entity in known(integrations.get_integrations_actions_drafts()).entities]
error = refused(
    400, integrations.post_integrations_action_draft_publish, action.id, model(genesys.PublishDraftInput, version=7)
)
assert "Supplied version 7 does not match latest draft version 2" in error.body
published = known(
    integrations.post_integrations_action_draft_publish(
        action.id, model(genesys.PublishDraftInput, version=draft.version)
    )
)
assert published.secure and published.version == 3, published
assert known(integrations.post_integrations_action_test(action.id, {"id": "7"})).success
assert known(integrations.get_integrations_actions_categories()).entities[0].name == "CRM"

# Recordings.
bucket = known(
    integrations.post_integrations(
        body=model(
            genesys.CreateIntegrationRequest,
            name="Archive",
            integration_type=model(genesys.IntegrationType, id=s3.id),
        )
    )
)


def policy(kind):
    return model(
        kind,
        name="Voice",
        enabled=True,
        conditions=model(genesys.PolicyConditions, for_queues=[model(genesys.Queue, id=queue.id)]),
    )


exporting = policy(genesys.PolicyCreate)
exporting.actions = model(
    genesys.PolicyActions,
    integration_export=model(
        genesys.IntegrationExport, integration=model(genesys.DomainEntityRef, id=bucket.id)
    ),
)
kept = known(recording.post_recording_mediaretentionpolicies(exporting))
assert kept.actions.integration_export.integration.name == "Archive", kept
assert kept.actions.retain_recording and kept.conditions.for_queues[0].name == "Escalations"
assert not known(recording.get_recording_mediaretentionpolicies(enabled=False)).entities
off = model(genesys.PolicyUpdate, enabled=False)
assert not known(recording.patch_recording_mediaretentionpolicy(kept.id, off)).enabled
recording.delete_recording_mediaretentionpolicies(kept.id)

family(
    policy(genesys.PolicyCreate),
    create=recording.post_recording_mediaretentionpolicies,
    read=recording.get_recording_mediaretentionpolicy,
    every=recording.get_recording_mediaretentionpolicies,
    update=recording.put_recording_mediaretentionpolicy,
    delete=recording.delete_recording_mediaretentionpolicy,
    change={"description": "kept a year"},
)
family(
    policy(genesys.CrossPlatformPolicyCreate),
    create=recording.post_recording_crossplatform_mediaretentionpolicies,
    read=recording.get_recording_crossplatform_mediaretentionpolicy,
    every=recording.get_recording_crossplatform_mediaretentionpolicies,
    update=recording.put_recording_crossplatform_mediaretentionpolicy,
    delete=recording.delete_recording_crossplatform_mediaretentionpolicy,
    change={"description": "kept a year"},
)
settings = known(recording.get_recording_settings(create_default=True))
settings.recording_playback_url_ttl = 30
assert known(recording.put_recording_settings(settings)).recording_playback_url_ttl == 30
key = known(
    recording.post_recording_keyconfigurations(
        model(
            genesys.RecordingEncryptionConfiguration,
            url="https://keys.example.com",
            key_configuration_type="LocalKeyManager",
            api_id="a",
            api_key="planted",
        )
    )
)
assert not listed(recording.get_recording_keyconfigurations(), key.id).api_key
period = model(genesys.KeyRotationSchedule, period="MONTHLY")
assert known(recording.put_recording_recordingkeys_rotationschedule(period)).period == "MONTHLY"
job = known(recording.post_recording_jobs(model(genesys.RecordingJobsQuery, action="DELETE", action_age=30)))
states = []
while not states or states[-1] != "FULFILLED":
    states.append(known(recording.get_recording_job(job.id)).state)
    if states[-1] == "READY":
        recording.put_recording_job(job.id, model(genesys.ExecuteRecordingJobsQuery, state="PROCESSING"))
assert states == ["PENDING", "READY", "PROCESSING", "FULFILLED"], states

# People, queues and permissions.
family(
    model(genesys.DomainOrganizationRoleCreate, name="Auditor", permissions=["audits:audit:view"]),
    create=authorization.post_authorization_roles,
    read=authorization.get_authorization_role,
    every=authorization.get_authorization_roles,
    update=authorization.put_authorization_role,
    delete=authorization.delete_authorization_role,
    change={"description": "reads"},
)
family(
    model(genesys.AuthzDivision, name="North", description=""),
    create=authorization.post_authorization_divisions,
    read=authorization.get_authorization_division,
    every=authorization.get_authorization_divisions,
    update=authorization.put_authorization_division,
    delete=authorization.delete_authorization_division,
    change={"description": "x"},
)
home = known(authorization.get_authorization_divisions_home())
listed(authorization.get_authorization_divisions_query(page_size=200), home.id)
family(
    model(genesys.CreateQueueRequest, name="Billing"),
    create=routing.post_routing_queues,
    read=routing.get_routing_queue,
    every=routing.get_routing_queues,
    update=routing.put_routing_queue,
    delete=routing.delete_routing_queue,
    change={"description": "bills"},
)
family(
    model(genesys.WrapupCodeRequest, name="Done"),
    create=routing.post_routing_wrapupcodes,
    read=routing.get_routing_wrapupcode,
    every=routing.get_routing_wrapupcodes,
    update=routing.put_routing_wrapupcode,
    delete=routing.delete_routing_wrapupcode,
    change={"description": "x"},
)
language = known(routing.post_routing_languages(model(genesys.Language, name="Swedish")))
listed(routing.get_routing_languages(name="Swe"), language.id)
routing.delete_routing_language(language.id)
def change_group(identifier, body):
    changed = model(genesys.GroupUpdate, version=1)
    for name in ["name", "description", "rules_visible", "visibility"]:
        setattr(changed, name, getattr(body, name))
    return groups.put_group(identifier, body=changed)


family(
    model(genesys.GroupCreate, name="Agents", type="official", rules_visible=True, visibility="public"),
    create=groups.post_groups,
    read=groups.get_group,
    every=groups.get_groups,
    update=change_group,
    delete=groups.delete_group,
    change={"description": "x"},
)
family(
    model(genesys.Team, name="Blue"),
    create=teams.post_teams,
    read=teams.get_team,
    every=teams.get_teams,
    update=teams.patch_team,
    delete=teams.delete_team,
    change={"description": "x"},
)
user = known(
    directory.post_users(
        model(genesys.CreateUser, name="Ada", email="ada@example.com", division_id=home.id)
    )
)
listed(directory.get_users(), user.id)
user = known(directory.patch_user(user.id, model(genesys.UpdateUser, version=user.version, title="Lead")))
assert user.title == "Lead" and user.division.name == "Home"
refused(409, directory.patch_user, user.id, model(genesys.UpdateUser, version=1, title="x"))
directory.delete_user(user.id)
assert known(directory.get_user(user.id)).state == "deleted"

secret = known(
    clients.post_oauth_clients(
        model(genesys.OAuthClientRequest, name="ci", authorized_grant_type="CLIENT-CREDENTIALS")
    )
)
assert secret.secret and not known(clients.get_oauth_client(secret.id)).secret
assert known(clients.post_oauth_client_secret(secret.id)).secret != secret.secret
listed(clients.get_oauth_clients(), secret.id)
clients.delete_oauth_client(secret.id)

# Automation and analytics.
topic = known(automation.get_processautomation_triggers_topics(page_size="200")).entities[0]
trigger = model(
    genesys.CreateTriggerRequest,
    name="On end",
    topic_name=topic,
    enabled=True,
    target=target,
    match_criteria=[model(genesys.MatchCriteria, json_path="mediaType", operator="Equal", value="VOICE")],
)


def change_trigger(identifier, body):
    changed = model(genesys.UpdateTriggerRequest, version=1)
    for name in ["name", "topic_name", "enabled", "target", "match_criteria", "description"]:
        setattr(changed, name, getattr(body, name))
    return automation.put_processautomation_trigger(identifier, changed)


family(
    trigger,
    create=automation.post_processautomation_triggers,
    read=automation.get_processautomation_trigger,
    every=automation.get_processautomation_triggers,
    update=change_trigger,
    delete=automation.delete_processautomation_trigger,
    change={"description": "x"},
)


def change_schedule(identifier, body):
    changed = model(genesys.UpdateScheduledTriggerRequest, version=1)
    for name in ["name", "enabled", "target", "schedule", "description"]:
        setattr(changed, name, getattr(body, name))
    return automation.put_processautomation_scheduledtrigger(identifier, changed)


family(
    model(
        genesys.CreateScheduledTriggerRequest,
        name="Nightly",
        enabled=True,
        target=target,
        schedule=model(genesys.TriggerSchedule, minutes="0,30", hours="2", timezone="UTC"),
    ),
    create=automation.post_processautomation_scheduledtriggers,
    read=automation.get_processautomation_scheduledtrigger,
    every=automation.get_processautomation_scheduledtriggers,
    update=change_schedule,
    delete=automation.delete_processautomation_scheduledtrigger,
    change={"description": "x"},
)
masking = model(genesys.AnalyticsReportingSettings, pii_masking_enabled=True)
assert known(analytics.patch_analytics_reporting_settings(masking)).pii_masking_enabled
retention = model(genesys.UpdateAnalyticsDataRetentionRequest, retention_days=90)
assert known(analytics.put_analytics_dataretention_settings(retention)).retention_days == 90
view = journeys.post_journey_view_schedules("view-1", model(genesys.JourneyViewSchedule, frequency="Daily"))
assert known(view).id == "view-1" and known(journeys.get_journey_views_schedules()).total == 1
weekly = model(genesys.JourneyViewSchedule, frequency="Weekly")
assert known(journeys.put_journey_view_schedules("view-1", weekly)).frequency == "Weekly"
assert known(journeys.delete_journey_view_schedules("view-1")).id == "view-1"
export = known(
    analytics.post_analytics_reporting_exports(
        model(
            genesys.ReportingExportJobRequest,
            name="daily",
            time_zone="UTC",
            export_format="CSV",
            interval="2026-01-01T00:00:00/2026-01-02T00:00:00",
            period="P1D",
            view_type="QUEUE_PERFORMANCE_SUMMARY_VIEW",
            filter=model(genesys.ViewFilter, queue_ids=[queue.id]),
            locale="en-US",
        )
    )
)
statuses = [listed(analytics.get_analytics_reporting_exports(), export.id).status for _ in range(3)]
assert statuses == ["SUBMITTED", "RUNNING", "COMPLETED"], statuses
form = next(iter(known(quality.get_quality_publishedforms_evaluations()).entities))
assert known(quality.get_quality_forms_evaluation_versions(form.id)).entities[0].id == form.id

# What it does by itself: it waits as long as it is told and sends the request again.
routing.delete_routing_queue(queue.id)
refused(404, routing.get_routing_queue, queue.id)
integrations.delete_integration(rest.id)
refused(404, integrations.get_integrations_action, action.id)
print("genesys sdk ok")
