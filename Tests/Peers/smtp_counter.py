"""Takes mail with aiosmtpd on a free port of 127.0.0.1 that it prints, and keeps nothing but the last message, in FILE.

    smtp_counter.py FILE

For each line of its standard input it prints what came since the last one, as JSON: connections, messages, how many recipients
there were, and the seconds from the first recipient to the last message. Ends with its standard input.
"""
import asyncio
import json
import pathlib
import sys
import time

from aiosmtpd.smtp import SMTP


class Counts:
    def __init__(self):
        self.connections = self.messages = 0
        self.recipients = set()
        self.first = self.last = time.monotonic()
        self.content = b""


counts = Counts()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if not counts.recipients:
            counts.first = time.monotonic()
        counts.recipients.add(address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        counts.messages += 1
        counts.last = time.monotonic()
        counts.content = envelope.original_content
        return "250 2.0.0 taken"


class Server(SMTP):
    def connection_made(self, transport):
        counts.connections += 1
        super().connection_made(transport)


async def serve():
    global counts
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(Handler(), hostname="mx.example.com", enable_SMTPUTF8=False, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        pathlib.Path(sys.argv[1]).write_bytes(counts.content)
        print(json.dumps({
            "connections": counts.connections, "messages": counts.messages, "recipients": len(counts.recipients),
            "seconds": counts.last - counts.first}), flush=True)
        counts = Counts()
    server.close()


asyncio.run(serve())
