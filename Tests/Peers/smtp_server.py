"""Serves aiosmtpd on a free port of 127.0.0.1 that it prints; ends with its standard input.

    smtp_server.py FOLDER [--cert FILE --key FILE] [--implicit] [--auth USER:PASSWORD] [--size N] [--recipients N] [--tell]

With --tell it prints a line for each message it has taken, too, which somebody has to read.
FOLDER gets each message it took as 1.eml, 2.eml …, and log.jsonl: a line for each connection, recipient and message.
What the server does follows from the local part of a recipient's address:

    permfail   550 to RCPT           tempfail   451 to RCPT          flakyN     451 to RCPT N times, then 250
    datafail   554 after DATA        datatemp   452 after DATA       dropdata   the connection breaks after the last dot
    droprcpt   the connection breaks at RCPT    droponce   the first of them does     slow   nothing is answered
    refuse421  421 and the end at RCPT
"""
import argparse
import asyncio
import base64
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--cert")
parser.add_argument("--key")
parser.add_argument("--implicit", action="store_true")
parser.add_argument("--auth")
parser.add_argument("--size", type=int)
parser.add_argument("--recipients", type=int, default=1000)
parser.add_argument("--tell", action="store_true")
options = parser.parse_args()


def log(**fields):
    with open(options.folder / "log.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(fields) + "\n")


class Handler:
    def __init__(self):
        self.seen = {}
        self.messages = 0

    async def auth_XOAUTH2(self, server, arguments):
        text = base64.b64decode(arguments[1]) if len(arguments) > 1 else await server.challenge_auth("")
        log(event="token", text=text.decode())
        user, password = options.auth.split(":")
        is_right = text == f"user={user}\x01auth=Bearer {password}\x01\x01".encode()
        return AuthResult(success=is_right, handled=False, auth_data=user)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        name = address.split("@")[0].strip("<\"")
        log(event="rcpt", address=address, tls=server.transport.get_extra_info("ssl_object") is not None,
            user=session.authenticated)
        self.seen[name] = self.seen.get(name, 0) + 1
        if name.startswith("permfail"):
            return "550 5.1.1 no such user"
        if name.startswith("tempfail"):
            return "451 4.2.0 come back later"
        if name.startswith("flaky") and self.seen[name] <= int(name[5:6]):
            return "451 4.7.1 greylisted"
        if name.startswith("droprcpt") or (name.startswith("droponce") and self.seen[name] == 1):
            server.transport.abort()
            return "250 gone"
        if name.startswith("refuse421"):
            server.transport.write(b"421 4.3.2 shutting down\r\n")
            server.transport.close()
            return "250 gone"
        if name.startswith("slow"):
            await asyncio.sleep(3600)
        if len(envelope.rcpt_tos) >= options.recipients:
            return "452 4.5.3 too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        names = [address.split("@")[0] for address in envelope.rcpt_tos]
        if any(name.startswith("datafail") for name in names):
            return "554 5.6.0 not this message"
        if any(name.startswith("datatemp") for name in names):
            return "452 4.3.1 no room"
        if any(name.startswith("dropdata") for name in names):
            log(event="dropped", recipients=envelope.rcpt_tos)
            server.transport.abort()
            return "250 gone"
        self.messages += 1
        (options.folder / f"{self.messages}.eml").write_bytes(envelope.original_content)
        if options.tell:
            print("message", flush=True)
        log(event="message", number=self.messages, sender=envelope.mail_from, recipients=envelope.rcpt_tos)
        return f"250 2.0.0 kept as {self.messages}"


def authenticate(server, session, envelope, mechanism, data):
    user, password = options.auth.split(":")
    is_right = data.login.decode() == user and data.password.decode() == password
    return AuthResult(success=is_right, handled=False, auth_data=user)


class Server(SMTP):
    def connection_made(self, transport):
        if self.transport is None:  # else STARTTLS has made it anew
            log(event="connection")
        super().connection_made(transport)


async def serve():
    context = None
    if options.cert:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.cert, options.key)
    handler = Handler()
    loop = asyncio.get_running_loop()

    def protocol():
        return Server(
            handler, hostname="mx.example.com", data_size_limit=options.size, enable_SMTPUTF8=False,
            tls_context=None if options.implicit else context, require_starttls=context is not None and not options.implicit,
            authenticator=authenticate if options.auth else None, auth_required=options.auth is not None,
            auth_require_tls=not options.implicit, loop=loop)

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if options.implicit else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve())
