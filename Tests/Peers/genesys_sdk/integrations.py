"""Integrations, their configuration and their credentials."""

import PureCloudPlatformClientV2 as genesys

from life import client, known, listed, model, refused

integrations = genesys.IntegrationsApi(client)

types = {kind.id: kind for kind in known(integrations.get_integrations_types(page_size=100)).entities}
s3 = types["aws-s3-recording-bulk-actions-integration"]
schema = known(integrations.get_integrations_type_configschema(s3.id, "properties"))
assert schema.properties, schema
credential = known(
    integrations.post_integrations_credentials(
        body=model(
            genesys.Credential,
            name="api",
            type=model(genesys.CredentialType, name="basicAuth"),
            credential_fields={"userName": "u", "password": "planted"},
        )
    )
)
assert not known(integrations.get_integrations_credential(credential.id)).credential_fields
listed(integrations.get_integrations_credentials_listing(page_size="200"), credential.id)
assert "basicAuth" in [kind.name for kind in known(integrations.get_integrations_credentials_types())]

rest = known(
    integrations.post_integrations(
        body=model(
            genesys.CreateIntegrationRequest,
            name="CRM",
            integration_type=model(genesys.IntegrationType, id="custom-rest-actions"),
        )
    )
)
config = known(integrations.get_integration_config_current(rest.id))
assert config.notes == "node_dynamodb_empty_string", config
config.notes = "for the agents"
config.credentials = {"basicAuth": model(genesys.CredentialInfo, id=credential.id)}
config = known(integrations.put_integration_config_current(rest.id, body=config))
assert config.version == 2 and config.credentials["basicAuth"].id == credential.id
config.version = 1
refused(400, integrations.put_integration_config_current, rest.id, body=config)
switched = known(
    integrations.patch_integration(rest.id, body=model(genesys.Integration, intended_state="ENABLED"))
)
assert switched.reported_state.code == "ACTIVATING", switched
assert known(integrations.get_integration(rest.id)).reported_state.code == "ACTIVE"
assert listed(integrations.get_integrations(expand=["config.current"]), rest.id).config.current.version == 2
assert listed(integrations.get_integrations(), rest.id).config is None
