"""Serves moto, a simulation of AWS, on a free port of 127.0.0.1 that it prints; ends with its standard input."""

import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(*server.get_host_and_port(), flush=True)
sys.stdin.read()
