import CommandLine
import Glibc

signal(SIGPIPE, SIG_IGN)
Signals.takeOver()
let code = await GCSync.run(Array(Swift.CommandLine.arguments.dropFirst()))
// Threads may still be closing connections, and `exit` would take libraries apart under them.
_exit(code.rawValue)
