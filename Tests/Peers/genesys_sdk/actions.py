"""Data actions, published at once and through a draft."""

import PureCloudPlatformClientV2 as genesys

from life import client, known, listed, model, refused
from integrations import rest

integrations = genesys.IntegrationsApi(client)

text = model(genesys.JsonSchemaDocument, type="object", properties={"id": {"type": "string"}})
contract = model(
    genesys.ActionContractInput,
    input=model(genesys.PostInputContract, input_schema=text),
    output=model(genesys.PostOutputContract, success_schema=text),
)
action = known(
    integrations.post_integrations_actions(
        model(
            genesys.PostActionInput,
            category="CRM",
            name="Look up",
            integration_id=rest.id,
            contract=contract,
            config=model(
                genesys.ActionConfig,
                timeout_seconds=10,
                request=model(
                    genesys.RequestConfig,
                    request_url_template="https://example.com/${input.id}",
                    request_type="GET",
                    request_template="${input.rawRequest}",
                ),
                response=model(genesys.ResponseConfig, success_template="${rawResult}"),
            ),
        )
    )
)
assert listed(integrations.get_integrations_actions(name="look"), action.id).config is None
assert listed(integrations.get_integrations_actions(include_config=True), action.id).config
full = known(integrations.get_integrations_action(action.id, expand="contract", include_config=True))
assert full.contract.input.input_schema.type == "object"
assert full.config.request.request_template_uri and not full.config.request.request_template
template = integrations.get_integrations_action_template(action.id, "requesttemplate.vm")
assert template == "${input.rawRequest}", template
update = model(genesys.UpdateActionInput, name="Look up more", version=1)
assert known(integrations.patch_integrations_action(action.id, update)).version == 2
refused(409, integrations.patch_integrations_action, action.id, update)
draft = known(integrations.post_integrations_action_draft(action.id))
draft = known(
    integrations.patch_integrations_action_draft(
        action.id, model(genesys.UpdateDraftInput, version=draft.version, contract=contract, secure=True)
    )
)
assert known(integrations.get_integrations_action_draft_validation(action.id)).valid
assert draft.id in [entity.id for entity in known(integrations.get_integrations_actions_drafts()).entities]
error = refused(
    400, integrations.post_integrations_action_draft_publish, action.id, model(genesys.PublishDraftInput, version=7)
)
assert "Supplied version 7 does not match latest draft version 2" in error.body
published = known(
    integrations.post_integrations_action_draft_publish(
        action.id, model(genesys.PublishDraftInput, version=draft.version)
    )
)
assert published.secure and published.version == 3, published
assert known(integrations.post_integrations_action_test(action.id, {"id": "7"})).success
assert known(integrations.get_integrations_actions_categories()).entities[0].name == "CRM"

integrations.delete_integration(rest.id)
refused(404, integrations.get_integrations_action, action.id)
