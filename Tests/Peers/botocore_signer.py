"""Signs requests with botocore's own signer.

Reads one JSON object a line from standard input and answers with one a line: the canonical request,
the string to sign and the signature.
"""

import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

SIGNERS = {
    ("header", False): botocore.auth.SigV4Auth,
    ("header", True): botocore.auth.S3SigV4Auth,
    ("query", False): botocore.auth.SigV4QueryAuth,
    ("query", True): botocore.auth.S3SigV4QueryAuth,
}


def sign(case):
    now = datetime.datetime.fromtimestamp(case["time"], datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda: now.replace(tzinfo=None)
    credentials = Credentials(case["access"], case["secret"], case.get("token"))
    request = AWSRequest(
        method=case["method"], url=case["url"], data=bytes.fromhex(case["body"])
    )
    for name, value in case["headers"]:
        request.headers[name] = value
    if case["unsigned"]:
        request.context["client_config"] = Config(s3={"payload_signing_enabled": False})
    options = {"expires": case["expires"]} if case["place"] == "query" else {}
    signer = SIGNERS[case["place"], case["service"] == "s3"](
        credentials, case["service"], case["region"], **options
    )
    seen = {}
    for name in ("canonical_request", "string_to_sign", "signature"):
        keep(signer, name, seen)
    signer.add_auth(request)
    return seen


def keep(signer, name, seen):
    """Notes what a step of the signer returns."""
    step = getattr(signer, name)

    def noted(*arguments):
        seen[name] = step(*arguments)
        return seen[name]

    setattr(signer, name, noted)


for line in sys.stdin:
    print(json.dumps(sign(json.loads(line))), flush=True)
