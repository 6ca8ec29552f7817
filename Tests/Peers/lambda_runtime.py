"""Runs a packed function as Lambda does, in front of a Runtime API and a Step Functions of its own, and judges its answer.

Usage: lambda_runtime.py ZIP
"""

import http.server
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import zipfile

EVENT = {"id": "e-1", "time": "2026-11-28T08:00:00Z", "detail": {"eventBody": {"conversationId": "c-1"}}}
RECORDS = {"Records": [{"messageId": "m0", "body": json.dumps(EVENT)}, {"messageId": "m1", "body": "no json"}]}
started, answers = [], queue.Queue()
calls = [RECORDS]


class Services(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if not calls:
            # Lambda keeps a runtime waiting here; this one has seen enough.
            return threading.Event().wait()
        headers = [("Lambda-Runtime-Aws-Request-Id", "call-1"), ("Lambda-Runtime-Deadline-Ms", "99999999999999")]
        self.answer(200, json.dumps(calls.pop()).encode(), headers)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("X-Amz-Target", "").endswith(".StartExecution"):
            started.append(json.loads(body)["name"])
            return self.answer(200, b'{"executionArn":"arn","startDate":0}')
        self.answer(202, b"")
        answers.put((self.path, body))


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Services)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as root:
        with zipfile.ZipFile(sys.argv[1]) as archive:
            for entry in archive.infolist():
                archive.extract(entry, root)
                os.chmod(os.path.join(root, entry.filename), entry.external_attr >> 16)
        environment = {
            "LAMBDA_TASK_ROOT": root, "_HANDLER": "dispatch", "AWS_LAMBDA_RUNTIME_API": place,
            "AWS_ENDPOINT_URL": f"http://{place}", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "id",
            "AWS_SECRET_ACCESS_KEY": "secret", "STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:m",
        }
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen([os.path.join(root, "bootstrap")], env=environment, stdout=said, stderr=said)
            try:
                path, body = answers.get(timeout=60)
            except queue.Empty:
                path, body = "nowhere", b"{}"
            process.kill()
            process.wait()
            said.seek(0)
            text = said.read().decode()
    expected = {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    if not path.endswith("/invocation/call-1/response") or json.loads(body) != expected or started != ["gc-event-e-1"]:
        sys.exit(f"the function answered {path} {body.decode()} and started {started}; it said:\n{text}")
    print("the packed function answers as Lambda wants it")


if __name__ == "__main__":
    main()
