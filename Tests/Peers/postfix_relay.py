"""Runs a Postfix of its own before the mail server on a port of 127.0.0.1; needs root, ends with its standard input.

    postfix_relay.py FOLDER NEXT-PORT

It prints the port it listens on, takes any mail and hands it on, so that what the next server refuses comes back to the
sender, through that next server again, as a notification that Postfix writes. FOLDER must not be there yet.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]

MAIN = f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.net
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:{sys.argv[2]}
disable_dns_lookups = yes
smtp_host_lookup = native
smtp_tls_security_level = none
smtputf8_enable = no
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
maximal_queue_lifetime = 2s
bounce_queue_lifetime = 2s
"""
SERVICES = """
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def postfix(*words):
    return subprocess.run(["/usr/sbin/postfix", "-c", str(folder / "etc"), *words], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


# Whoever starts a program from a thread that takes no signals has it born deaf to them.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
os.umask(0o022)
for name in ["etc", "queue", "data", "log"]:
    (folder / name).mkdir(parents=True)
os.chmod(folder, 0o755)
shutil.chown(folder / "data", "postfix")
(folder / "etc/main.cf").write_text(MAIN)
(folder / "etc/master.cf").write_text(f"127.0.0.1:{port} inet n - n - - smtpd\n{SERVICES}")
if postfix("start") != 0:
    sys.exit("postfix did not start")
try:
    print(port, flush=True)
    sys.stdin.read()
finally:
    postfix("stop")
    shutil.rmtree(folder, ignore_errors=True)
