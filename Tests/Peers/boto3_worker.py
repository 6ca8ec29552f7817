"""Takes every event of a queue with boto3, starts an execution for each and deletes it; prints events a second."""

import json
import sys
import time
import boto3
from botocore.config import Config

url = sys.argv[1]
options = {
    "endpoint_url": url, "region_name": "us-east-1", "aws_access_key_id": "bench", "aws_secret_access_key": "bench",
    "config": Config(retries={"max_attempts": 0}),
}
sqs, states = boto3.client("sqs", **options), boto3.client("stepfunctions", **options)
queue = url + "/123456789012/events"
machine = "arn:aws:states:us-east-1:123456789012:stateMachine:events"
seen, count, start = set(), 0, time.monotonic()
while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
    for message in messages:
        event = json.loads(message["Body"])
        if event["id"] not in seen:
            seen.add(event["id"])
            states.start_execution(stateMachineArn=machine, name="gc-event-" + event["id"], input=message["Body"])
        count += 1
    sqs.delete_message_batch(
        QueueUrl=queue, Entries=[{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)])
print(count / (time.monotonic() - start))
