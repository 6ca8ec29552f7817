"""Reads the collections of a Genesys Cloud org through the vendor's own client, one page after another.

Takes the org's URL; prints the seconds it took, without the time to load the client, and the number of objects.
"""

import sys
import time

import PureCloudPlatformClientV2 as genesys

genesys.configuration.host = sys.argv[1]
genesys.configuration.live_reload_config = False
client = genesys.ApiClient(host=sys.argv[1]).get_client_credentials_token("bench", "bench")
authorization, routing = genesys.AuthorizationApi(client), genesys.RoutingApi(client)
groups, automation = genesys.GroupsApi(client), genesys.ProcessAutomationApi(client)
architect = genesys.ArchitectApi(client)


def numbered(call):
    number, count = 1, 1
    while number <= count:
        page = call(page_size=100, page_number=number)
        count = page.page_count
        yield from page.entities
        number += 1


def following(call):
    after = None
    while True:
        page = call(page_size="200", **({"after": after} if after else {}))
        yield from page.entities
        if not page.next_uri:
            return
        after = page.next_uri.split("after=")[1].split("&")[0]


start = time.monotonic()
total = sum(
    1
    for objects in (
        numbered(routing.get_routing_queues),
        numbered(authorization.get_authorization_roles),
        numbered(authorization.get_authorization_divisions),
        numbered(groups.get_groups),
        numbered(architect.get_flows),
        following(automation.get_processautomation_triggers),
    )
    for _ in objects
)
print(time.monotonic() - start, total)
