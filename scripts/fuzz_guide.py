"""What the random stories of the guide profile are made of; scripts/fuzz plays them."""

import random

# Where each kind's objects are listed, and what the sandbox calls them.
COLLECTIONS = {
    "StorageTarget": ("/api/v2/recording/storage/targets", "targets"),
    "RecordingPolicy": ("/api/v2/recording/policies", "policies"),
    "Webhook": ("/api/v2/webhooks", "webhooks"),
}
# The kind and the field that stories change, and that somebody else changes meanwhile.
TOUCHED = ("Webhook", "targetUrl")
# What others change while an apply runs: a PUT replaces the whole object, so nothing.
MEDDLED = []
SECRETS = {"HOOK": "canary-hook+52", "RECORDING_KEY": "canary-key/53", "RECORDING_ID": "canary-id-54"}
# What an export calls the variables of secrets, and ours.
FILLED = [("ACCESS_KEY_ID", "RECORDING_ID"), ("SECRET_ACCESS_KEY", "RECORDING_KEY"), ("SECRET", "HOOK")]
SEED = {}


def needs(thing):
    """Returns the kind and name of all that an object refers to."""
    return [("StorageTarget", thing["storageTargetId"])] if "storageTargetId" in thing else []


def manifest(thing):
    """Makes the manifest of an object of a story."""
    kind, name = thing["kind"], thing["name"]
    spec = {key: value for key, value in thing.items() if key not in ("kind", "name")}
    if kind == "StorageTarget":
        spec = {
            "type": "aws-s3", "retentionPeriodDays": 3650, **spec,
            "configuration": {
                "bucket": "fuzz", "region": "us-east-1", "serverSideEncryption": "AES256", "pathPrefix": name,
                "accessKeyId": {"secretRef": "env:RECORDING_ID"}, "secretAccessKey": {"secretRef": "env:RECORDING_KEY"}}}
    elif kind == "RecordingPolicy":
        spec["storageTargetId"] = {"ref": {"kind": "StorageTarget", "name": spec["storageTargetId"]}}
    metadata = {"name": name, "deletionPolicy": "delete"}
    return {"apiVersion": "gcsync/v1", "kind": kind, "metadata": metadata, "spec": spec}


def make_story(seed):
    chance = random.Random(seed)
    targets = [
        {"kind": "StorageTarget", "name": f"t{i}", "enabled": chance.random() < 0.8} for i in range(chance.randint(1, 3))]
    policies = [
        {"kind": "RecordingPolicy", "name": f"p{i}", "storageTargetId": chance.choice(targets)["name"],
         "recordingTypes": chance.sample(["voice", "chat", "email", "message"], chance.randint(1, 4)),
         "retentionPeriodDays": chance.randint(1, 3000)} for i in range(chance.randint(0, 60))]
    webhooks = [
        {"kind": "Webhook", "name": f"w{i}", "targetUrl": f"https://example.com/{chance.randint(0, 99)}",
         "events": chance.sample(["a.b", "c.d", "e.f", "g.h"], chance.randint(1, 4)),
         "authentication": chance.choice([{"type": "none"}, {"type": "hmac", "secret": {"secretRef": "env:HOOK"}}])}
        for i in range(chance.randint(1, 60))]
    answers = [
        {"status": 429, "headers": {"Retry-After": "1"}}, {"status": 503}, {"status": 500, "body": "no"},
        {"drop": "before"}, {"drop": "after"}, {"status": 400, "body": '{"message":"not today"}'}, {"delay": "50ms"}]
    faults = [
        {"match": {"method": chance.choice(["PUT", "GET", "PUT"]), "path": chance.choice(list(COLLECTIONS.values()))[0] + "*",
                   "nth": chance.randint(1, 30)}, "then": chance.choice(answers), "times": chance.randint(1, 2)}
        for _ in range(chance.randint(0, 5))]
    return {
        "profile": "guide", "seed": seed, "objects": targets + policies + webhooks, "faults": faults,
        "kill": chance.choice([None, chance.uniform(0.05, 0.6)]), "latency": chance.choice([0, 2, 10]),
        "rate": chance.choice(["100000/60s", "100000/60s", "60/2s"]), "settle": 0, "meddle": False,
        "touched": chance.random() < 0.5,
    }
