"""Runs a Dovecot of its own on 127.0.0.1 that prints its two ports (STARTTLS, TLS); needs root, ends with its standard input.

    dovecot_imap.py FOLDER CERT KEY

FOLDER must not be there yet. The one user is bot with the password secret; its mailbox is the folder mail/bot in it.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

folder, certificate, key = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
probes = [socket.socket() for _ in range(2)]
for probe in probes:
    probe.bind(("127.0.0.1", 0))
ports = [probe.getsockname()[1] for probe in probes]
for probe in probes:
    probe.close()

CONFIGURATION = f"""
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}/mail/%u allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {ports[0]}
  }}
  inet_listener imaps {{
    port = {ports[1]}
    ssl = yes
  }}
}}
"""

# Whoever starts a program from a thread that takes no signals has it born deaf to them.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
os.umask(0o022)
for name in ["run", "mail"]:
    (folder / name).mkdir(parents=True)
for name in ["new", "cur", "tmp"]:
    (folder / "mail/bot" / name).mkdir(parents=True)
for path in [folder / "mail", folder / "mail/bot", *(folder / "mail/bot").iterdir()]:
    shutil.chown(path, 65534, 65534)
(folder / "dovecot.conf").write_text(CONFIGURATION)
server = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", ports[1]), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    print(*ports, flush=True)
    sys.stdin.read()
finally:
    server.send_signal(signal.SIGTERM)
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)
