import CommandLine
import Glibc

signal(SIGPIPE, SIG_IGN)
Signals.takeOver()
exit(await GCSync.run(Array(Swift.CommandLine.arguments.dropFirst())).rawValue)
