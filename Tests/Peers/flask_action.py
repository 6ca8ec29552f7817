"""The guide's data action as a Flask app: what gcsync action serve is measured against.

Usage: flask_action.py UPSTREAM; prints its URL and serves until standard input ends.
"""

import sys
import threading

import flask
import requests
import werkzeug.serving

app = flask.Flask(__name__)
session = requests.Session()


@app.post("/")
def action():
    event = flask.request.get_json(silent=True)
    if not event or "data" not in event:
        return {"status": "error", "error": "Invalid input: 'data' key missing from event.", "data": {}}
    user = event["data"].get("userId")
    if user is None:
        return {"status": "error", "error": "Missing required parameter: userId", "data": {}}
    try:
        answer = session.get(f"{sys.argv[1]}/users/{user}", headers={"Accept": "application/json"}, timeout=10)
        answer.raise_for_status()
        found = answer.json()
    except requests.RequestException as error:
        return {"status": "error", "error": f"Internal Server Error: {error}", "data": {}}
    return {"status": "success", "data": {
        "name": found.get("name", "Unknown"), "email": found.get("email", "unknown@example.com"),
        "companyName": (found.get("company") or {}).get("name", "Unknown Corp"), "website": found.get("website", ""),
        "isValidUser": True}}


werkzeug.serving.WSGIRequestHandler.protocol_version = "HTTP/1.1"
server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"http://127.0.0.1:{server.server_port}", flush=True)
sys.stdin.read()
