"""Uses a Genesys Cloud org through the vendor's own client: in every family it creates, lists, reads, updates and deletes.

Takes the org's URL; each module is one group of families and runs when it is imported.
"""

import actions, automation, integrations, people, recordings, reports  # noqa: E401, F401

print("genesys sdk ok")
