"""Serves the files of a folder as S3 serves objects, on a free port of 127.0.0.1 that it prints; ends with its standard input.

A file is at /BUCKET/NAME; Range and If-Match are kept. Some buckets misbehave:
  lying     says how long a part is and sends half of it
  broken    breaks the connection in the middle of each range, the first time it is asked for
  replaced  has another object from the second GET on
  deaf      sends the whole object whatever range is asked for
"""

import http.server
import os
import sys
import threading

folder = sys.argv[1]
lock = threading.Lock()
asked = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 64 << 10

    def log_message(self, *_):
        pass

    def fail(self, status, code):
        body = b"" if self.command == "HEAD" else f"<Error><Code>{code}</Code></Error>".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def count(self, key):
        with lock:
            asked[key] = asked.get(key, 0) + 1
            return asked[key]

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        bucket, name = self.path[1:].split("?")[0].split("/", 1)
        try:
            file = open(os.path.join(folder, os.path.basename(name)), "rb")
        except OSError:
            return self.fail(404, "NoSuchKey")
        with file:
            size = os.fstat(file.fileno()).st_size
            isHead = self.command == "HEAD"
            version = 2 if bucket == "replaced" and not isHead and self.count(bucket) > 1 else 1
            tag = f'"{size}-{version}"'
            if self.headers.get("If-Match", tag) != tag:
                return self.fail(412, "PreconditionFailed")
            first, last = 0, size - 1
            asked_for = self.headers.get("Range")
            if asked_for and bucket != "deaf":
                first, last = (int(number) for number in asked_for.removeprefix("bytes=").split("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
            else:
                self.send_response(200)
            length = last - first + 1
            self.send_header("Content-Length", str(length))
            self.send_header("ETag", tag)
            self.end_headers()
            if isHead:
                return
            isCut = bucket == "lying" or bucket == "broken" and self.count((self.path, asked_for)) == 1
            self.send(file, first, length // 2 if isCut else length)
            self.close_connection = self.close_connection or isCut

    def send(self, file, first, length):
        self.wfile.flush()
        while length > 0:
            try:
                sent = os.sendfile(self.connection.fileno(), file.fileno(), first, length)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
                return
            if sent == 0:
                return
            first, length = first + sent, length - sent


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("127.0.0.1", server.server_address[1], flush=True)
sys.stdin.read()
