"""Triggers and scheduled triggers."""

import PureCloudPlatformClientV2 as genesys

from life import client, family, known, model

automation = genesys.ProcessAutomationApi(client)
architect = genesys.ArchitectApi(client)

flow = next(iter(known(architect.get_flows(type=["WORKFLOW"])).entities))
target = model(genesys.TriggerTarget, type="Workflow", id=flow.id)

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
