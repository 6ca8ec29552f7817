"""Runs a dnsmasq of its own on 127.0.0.1 that prints its port; ends with its standard input.

    dnsmasq_server.py OPTION...

The options are dnsmasq's, such as --txt-record=example.com,"v=spf1 -all". It asks no other server.
"""
import signal
import socket
import subprocess
import sys
import time

# Whoever starts a program from a thread that takes no signals has it born deaf to them.
signal.pthread_sigmask(signal.SIG_SETMASK, [])


def start():
    """Starts it on a port that is free for UDP and TCP; returns nothing where somebody else was faster."""
    with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagram:
        stream.bind(("127.0.0.1", 0))
        port = stream.getsockname()[1]
        try:
            datagram.bind(("127.0.0.1", port))
        except OSError:
            return None
    server = subprocess.Popen(
        ["/usr/sbin/dnsmasq", "--keep-in-foreground", f"--port={port}", "--listen-address=127.0.0.1", "--bind-interfaces",
         "--no-resolv", "--no-hosts", "--user=", "--group=", "--pid-file=", "--conf-file=/dev/null", *sys.argv[1:]],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return port, server
        except OSError:
            time.sleep(0.02)
    server.kill()
    server.wait()
    return None


started = next(filter(None, (start() for _ in range(5))), None)
if started:
    port, server = started
    try:
        print(port, flush=True)
        sys.stdin.read()
    finally:
        server.terminate()
        server.wait()
