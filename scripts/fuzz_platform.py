"""What the random stories of the platform profile are made of; scripts/fuzz plays them."""

import random
import uuid

# Where each kind's objects are listed, and what the sandbox calls them.
COLLECTIONS = {
    "Division": ("/api/v2/authorization/divisions", "divisions"),
    "Role": ("/api/v2/authorization/roles", "roles"),
    "OAuthClient": ("/api/v2/oauth/clients", "oauthClients"),
    "Group": ("/api/v2/groups", "groups"),
    "Queue": ("/api/v2/routing/queues", "queues"),
    "Credential": ("/api/v2/integrations/credentials", "credentials"),
    "Integration": ("/api/v2/integrations", "platformIntegrations"),
    "IntegrationAction": ("/api/v2/integrations/actions", "actions"),
    "MediaRetentionPolicy": ("/api/v2/recording/mediaretentionpolicies", "mediaRetentionPolicies"),
    "Trigger": ("/api/v2/processautomation/triggers", "triggers"),
    "ScheduledTrigger": ("/api/v2/processautomation/scheduledtriggers", "scheduledTriggers"),
}
# The kind and the field that stories change, and that somebody else changes meanwhile.
TOUCHED = ("Trigger", "description")
# What others change while an apply runs: fields that no manifest of a story names, of objects with a version.
MEDDLED = [("Group", "description"), ("ScheduledTrigger", "description")]
SECRETS = {"API_USER": "canary-user-61", "API_PASSWORD": "canary-password/62+"}
# What an export calls the variables of secrets, and ours.
FILLED = [("USERNAME", "API_USER"), ("USER_NAME", "API_USER"), ("PASSWORD", "API_PASSWORD")]
FLOW = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, "flow")), "name": "Recording Stored", "type": "WORKFLOW"}
SEED = {"flows": [FLOW]}


def ref(kind, name, **others):
    return {"ref": {"kind": kind, "name": name, **others}}


def needs(thing):
    """Returns the kind and name of all that an object refers to."""
    found = [("Division", thing.get("division")), ("Credential", thing.get("credential")),
             ("Integration", thing.get("integration")), ("Role", thing.get("role"))]
    found += [("Group", name) for name in thing.get("groups", [])]
    found += [("Queue", name) for name in thing.get("queues", [])]
    return [(kind, name) for kind, name in found if name]


def target():
    return {"type": "Workflow", "id": ref("Flow", FLOW["name"], external=True)}


def spec_of(thing):
    kind = thing["kind"]
    if kind == "Division":
        return {"description": thing["description"]}
    if kind == "Role":
        return {"permissionPolicies": [
            {"domain": "recording", "entityName": "recording", "actionSet": thing["actions"]}]}
    if kind == "OAuthClient":
        return {"authorizedGrantType": "CLIENT-CREDENTIALS", "accessTokenValiditySeconds": thing["seconds"],
                "roleDivisions": [{"roleId": ref("Role", thing["role"]), "divisionId": ref("Division", thing["division"])}]}
    if kind == "Group":
        return {"type": "official", "visibility": thing["visibility"], "rulesVisible": True}
    if kind == "Queue":
        return {"description": thing["description"], "division": ref("Division", thing["division"]),
                "skillEvaluationMethod": thing["method"],
                "memberGroups": [{"id": ref("Group", name), "type": "GROUP"} for name in thing["groups"]]}
    if kind == "Credential":
        return {"type": {"name": "basicAuth"}, "credentialFields": {
            "userName": {"secretRef": "env:API_USER"}, "password": {"secretRef": "env:API_PASSWORD"}}}
    if kind == "Integration":
        return {"integrationType": {"id": "custom-rest-actions"}, "intendedState": thing["state"],
                "config": {"notes": thing["notes"], "properties": {},
                           "credentials": {"basicAuth": ref("Credential", thing["credential"])}}}
    if kind == "IntegrationAction":
        schema = {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "properties": {}}
        return {"integrationId": ref("Integration", thing["integration"]), "category": "Stories", "secure": False,
                "contract": {"input": {"inputSchema": schema}, "output": {"successSchema": schema}},
                "config": {"timeoutSeconds": thing["seconds"], "request": {
                    "requestUrlTemplate": "https://example.com/x", "requestType": "GET",
                    "requestTemplate": "${input.rawRequest}"}, "response": {"successTemplate": "${rawResult}"}}}
    if kind == "MediaRetentionPolicy":
        return {"description": "made by a story", "enabled": thing["enabled"], "mediaPolicies": {"callPolicy": {
            "conditions": {"forQueues": [ref("Queue", name) for name in thing["queues"]]},
            "actions": {"retentionDuration": {"deleteRetention": {"days": thing["days"]}}}}}}
    if kind == "Trigger":
        return {"topicName": "v2.detail.events.conversation.{id}.customer.end", "enabled": thing["enabled"],
                "description": thing["description"], "target": target(), "eventTTLSeconds": 60,
                "matchCriteria": [{"jsonPath": "$.mediaType", "operator": "Equal", "value": "VOICE"}]}
    return {"enabled": thing["enabled"], "target": target(), "schedule": {
        "minutes": str(thing["minute"]), "hours": "2", "daysOfMonth": "?", "months": "*", "daysOfWeek": "2,3",
        "timezone": "Europe/Berlin"}}


def manifest(thing):
    """Makes the manifest of an object of a story."""
    metadata = {"name": thing["name"], "deletionPolicy": "delete"}
    return {"apiVersion": "gcsync/v1", "kind": thing["kind"], "metadata": metadata, "spec": spec_of(thing)}


def make_objects(chance):
    """Makes some objects of every kind, that refer to each other."""
    def some(kind, letter, low, high, make):
        return [{"kind": kind, "name": f"{letter}{i}", **make()} for i in range(chance.randint(low, high))]

    def names(things, low, high):
        return [thing["name"] for thing in chance.sample(things, min(len(things), chance.randint(low, high)))]

    def flag():
        return chance.random() < 0.6

    divisions = some("Division", "d", 1, 4, lambda: {"description": f"part {chance.randint(0, 9)}"})
    roles = some("Role", "r", 1, 3, lambda: {"actions": chance.sample(["view", "edit", "add"], chance.randint(1, 3))})
    groups = some("Group", "g", 1, 6, lambda: {"visibility": chance.choice(["public", "members"])})
    queues = some("Queue", "q", 1, chance.choice([6, 12, 30]), lambda: {
        "description": f"queue {chance.randint(0, 99)}", "division": chance.choice(divisions)["name"],
        "method": chance.choice(["NONE", "BEST", "ALL"]), "groups": names(groups, 0, 2)})
    clients = some("OAuthClient", "o", 0, 2, lambda: {
        "seconds": chance.randint(300, 3600), "role": chance.choice(roles)["name"],
        "division": chance.choice(divisions)["name"]})
    credentials = some("Credential", "c", 1, 2, lambda: {})
    integrations = some("Integration", "i", 1, 3, lambda: {
        "state": chance.choice(["ENABLED", "DISABLED"]), "notes": chance.choice(["", "looks things up"]),
        "credential": chance.choice(credentials)["name"]})
    actions = some("IntegrationAction", "a", 0, 6, lambda: {
        "integration": chance.choice(integrations)["name"], "seconds": chance.randint(1, 60)})
    policies = some("MediaRetentionPolicy", "p", 0, 6, lambda: {
        "enabled": flag(), "days": chance.randint(1, 3000), "queues": names(queues, 1, 3)})
    triggers = some("Trigger", "t", 1, 12, lambda: {"enabled": flag(), "description": f"trigger {chance.randint(0, 99)}"})
    timed = some("ScheduledTrigger", "s", 0, 4, lambda: {"enabled": flag(), "minute": chance.randint(0, 59)})
    return divisions + roles + groups + queues + clients + credentials + integrations + actions + policies + triggers + timed


def make_story(seed):
    chance = random.Random(seed)
    objects = make_objects(chance)
    conflict = '{"status":409,"code":"general.conflict","message":"The version does not match"}'
    answers = [
        {"status": 429, "headers": {"Retry-After": "1"}}, {"status": 503}, {"status": 500, "body": "no"},
        {"drop": "before"}, {"drop": "after"}, {"drop": "after"}, {"status": 400, "body": '{"message":"not today"}'},
        {"status": 409, "body": conflict}, {"delay": "50ms"}]
    faults = [
        {"match": {"method": chance.choice(["POST", "POST", "PUT", "GET", "PATCH"]),
                   "path": chance.choice(list(COLLECTIONS.values()))[0] + "*", "nth": chance.randint(1, 8)},
         "then": chance.choice(answers), "times": chance.randint(1, 2)}
        for _ in range(chance.randint(0, 5))]
    return {
        "profile": "platform", "seed": seed, "objects": objects, "faults": faults,
        "kill": chance.choice([None, chance.uniform(0.05, 1.5)]), "latency": chance.choice([0, 2, 10]),
        "rate": chance.choice(["100000/60s", "100000/60s", "60/2s"]), "settle": chance.choice([0, 1, 2, 3]),
        "meddle": chance.random() < 0.4, "touched": chance.random() < 0.5,
    }
