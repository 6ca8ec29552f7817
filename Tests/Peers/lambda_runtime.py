"""Runs a packed function as Lambda does, in front of a Runtime API and services of its own, and judges its answers.

Usage: lambda_runtime.py ZIP

The zip holds the example project's actions.yaml too, whose API is then this program.
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
started, answers, calls = [], queue.Queue(), []


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
        if self.path.startswith("/users/"):
            return self.answer(200, json.dumps({"name": self.path}).encode())
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


def run(root, place, handler, event):
    """Has the function answer one event and returns where and what it answered, and what it said."""
    calls.append(event)
    environment = {
        "LAMBDA_TASK_ROOT": root, "_HANDLER": handler, "AWS_LAMBDA_RUNTIME_API": place,
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
        return path, json.loads(body), said.read().decode()


def judge(what, answer, expected):
    path, body, said = answer
    if not path.endswith("/invocation/call-1/response") or body != expected:
        sys.exit(f"{what}: the function answered {path} {body}; it said:\n{said}")


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A function that is ended breaks its connections off, which is no error here."""


def main():
    server = Server(("127.0.0.1", 0), Services)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as root:
        with zipfile.ZipFile(sys.argv[1]) as archive:
            for entry in archive.infolist():
                archive.extract(entry, root)
                os.chmod(os.path.join(root, entry.filename), entry.external_attr >> 16)
        judge("dispatch", run(root, place, "dispatch", RECORDS), {"batchItemFailures": [{"itemIdentifier": "m1"}]})
        if started != ["gc-event-e-1"]:
            sys.exit(f"dispatch started {started}")
        manifest = os.path.join(root, "manifests/actions.yaml")
        with open(manifest) as file:
            text = file.read()
        text = text.replace("https://directory.example.com", f"http://{place}")
        with open(manifest, "w") as file:
            file.write(text.replace("      timeoutSeconds", "      allowPrivate: [127.0.0.1]\n      timeoutSeconds"))
        found = {"name": "/users/7", "email": "unknown@example.com", "companyName": "Unknown Corp", "website": "", "isValidUser": True}
        judge("action", run(root, place, "action", {"actionName": "FetchUser", "data": {"userId": 7}}), {"status": "success", "data": found})
    print("the packed functions answer as Lambda wants it")


if __name__ == "__main__":
    main()
