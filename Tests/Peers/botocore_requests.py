"""Says what botocore's own clients would send, without sending it.

Reads one JSON object a line from standard input: a service, a region, an operation and its
parameters. Answers with one a line: method, URL, headers and body.
"""

import json
import sys

import botocore.session
from botocore.awsrequest import AWSResponse


def sent(case):
    session = botocore.session.Session()
    session.set_credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG")
    client = session.create_client(case["service"], region_name=case["region"])
    seen = {}

    def keep(request, **_):
        seen.update(
            method=request.method,
            url=request.url,
            headers={name: text(value) for name, value in request.headers.items()},
            body=text(request.body or b""),
        )
        return AWSResponse(request.url, 200, {}, Empty())

    client.meta.events.register("before-send", keep)
    try:
        client._make_api_call(case["operation"], case["parameters"])
    except Exception:
        if not seen:
            raise
    return seen


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


class Empty:
    """The body of an answer that nobody reads."""

    def stream(self, **_):
        return iter(())

    def read(self, *_):
        return b""


for line in sys.stdin:
    print(json.dumps(sent(json.loads(line))), flush=True)
