"""Retention policies, settings, keys and jobs."""

import PureCloudPlatformClientV2 as genesys

from life import client, family, known, listed, model, refused
from integrations import s3

integrations = genesys.IntegrationsApi(client)
recording = genesys.RecordingApi(client)
routing = genesys.RoutingApi(client)

queue = known(routing.post_routing_queues(model(genesys.CreateQueueRequest, name="Escalations")))

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

routing.delete_routing_queue(queue.id)
refused(404, routing.get_routing_queue, queue.id)
