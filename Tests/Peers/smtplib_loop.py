"""Sends a message to so many recipients over one connection, one after the other, and does nothing else.

    smtplib_loop.py PORT FILE COUNT
"""
import pathlib
import smtplib
import sys

port, path, count = sys.argv[1:]
message = pathlib.Path(path).read_bytes()
with smtplib.SMTP("127.0.0.1", int(port), local_hostname="example.com") as server:
    for number in range(int(count)):
        server.sendmail("reports@example.com", [f"recipient-{number}@example.com"], message)
