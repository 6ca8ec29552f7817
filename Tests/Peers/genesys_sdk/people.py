"""Roles, divisions, queues, groups, teams, users and clients."""

import PureCloudPlatformClientV2 as genesys

from life import client, family, known, listed, model, refused

authorization = genesys.AuthorizationApi(client)
clients = genesys.OAuthApi(client)
directory = genesys.UsersApi(client)
groups = genesys.GroupsApi(client)
routing = genesys.RoutingApi(client)
teams = genesys.TeamsApi(client)

family(
    model(genesys.DomainOrganizationRoleCreate, name="Auditor", permissions=["audits:audit:view"]),
    create=authorization.post_authorization_roles,
    read=authorization.get_authorization_role,
    every=authorization.get_authorization_roles,
    update=authorization.put_authorization_role,
    delete=authorization.delete_authorization_role,
    change={"description": "reads"},
)
family(
    model(genesys.AuthzDivision, name="North", description=""),
    create=authorization.post_authorization_divisions,
    read=authorization.get_authorization_division,
    every=authorization.get_authorization_divisions,
    update=authorization.put_authorization_division,
    delete=authorization.delete_authorization_division,
    change={"description": "x"},
)
home = known(authorization.get_authorization_divisions_home())
listed(authorization.get_authorization_divisions_query(page_size=200), home.id)
family(
    model(genesys.CreateQueueRequest, name="Billing"),
    create=routing.post_routing_queues,
    read=routing.get_routing_queue,
    every=routing.get_routing_queues,
    update=routing.put_routing_queue,
    delete=routing.delete_routing_queue,
    change={"description": "bills"},
)
family(
    model(genesys.WrapupCodeRequest, name="Done"),
    create=routing.post_routing_wrapupcodes,
    read=routing.get_routing_wrapupcode,
    every=routing.get_routing_wrapupcodes,
    update=routing.put_routing_wrapupcode,
    delete=routing.delete_routing_wrapupcode,
    change={"description": "x"},
)
language = known(routing.post_routing_languages(model(genesys.Language, name="Swedish")))
listed(routing.get_routing_languages(name="Swe"), language.id)
routing.delete_routing_language(language.id)
def change_group(identifier, body):
    changed = model(genesys.GroupUpdate, version=1)
    for name in ["name", "description", "rules_visible", "visibility"]:
        setattr(changed, name, getattr(body, name))
    return groups.put_group(identifier, body=changed)


family(
    model(genesys.GroupCreate, name="Agents", type="official", rules_visible=True, visibility="public"),
    create=groups.post_groups,
    read=groups.get_group,
    every=groups.get_groups,
    update=change_group,
    delete=groups.delete_group,
    change={"description": "x"},
)
family(
    model(genesys.Team, name="Blue"),
    create=teams.post_teams,
    read=teams.get_team,
    every=teams.get_teams,
    update=teams.patch_team,
    delete=teams.delete_team,
    change={"description": "x"},
)
user = known(
    directory.post_users(
        model(genesys.CreateUser, name="Ada", email="ada@example.com", division_id=home.id)
    )
)
listed(directory.get_users(), user.id)
user = known(directory.patch_user(user.id, model(genesys.UpdateUser, version=user.version, title="Lead")))
assert user.title == "Lead" and user.division.name == "Home"
refused(409, directory.patch_user, user.id, model(genesys.UpdateUser, version=1, title="x"))
directory.delete_user(user.id)
assert known(directory.get_user(user.id)).state == "deleted"

secret = known(
    clients.post_oauth_clients(
        model(genesys.OAuthClientRequest, name="ci", authorized_grant_type="CLIENT-CREDENTIALS")
    )
)
assert secret.secret and not known(clients.get_oauth_client(secret.id)).secret
assert known(clients.post_oauth_client_secret(secret.id)).secret != secret.secret
listed(clients.get_oauth_clients(), secret.id)
clients.delete_oauth_client(secret.id)
