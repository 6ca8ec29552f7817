"""What every family is taken through, and how an answer is judged."""

import sys

import PureCloudPlatformClientV2 as genesys
from PureCloudPlatformClientV2.rest import ApiException

url = sys.argv[1]
genesys.configuration.host = url
genesys.configuration.live_reload_config = False
client = genesys.api_client.ApiClient(host=url).get_client_credentials_token("peer", "secret")


def known(answer):
    """Returns an answer in which the models knew every enumerated value."""
    assert "outdated_sdk_version" not in str(answer), answer
    return answer


def refused(status, call, *arguments, **more):
    """Expects a refusal, in an ErrorBody."""
    try:
        call(*arguments, **more)
    except ApiException as error:
        assert error.status == status, (status, error)
        assert '"contextId"' in error.body, error.body
        return error
    raise AssertionError(f"{call.__name__} should have been refused with {status}")


def listed(answer, identifier):
    found = [entity for entity in known(answer).entities if entity.id == identifier]
    assert len(found) == 1, (identifier, answer)
    return found[0]


def family(body, *, create, read, every, update, delete, change):
    """Takes an object through its life."""
    made = known(create(body))
    assert made.id and made.name == body.name, made
    listed(every(), made.id)
    assert known(read(made.id)).name == body.name
    for name, value in change.items():
        setattr(body, name, value)
    if hasattr(body, "version"):
        body.version = made.version
    changed = known(update(made.id, body))
    for name, value in change.items():
        assert getattr(changed, name) == value, (name, changed)
    assert known(read(made.id)).to_dict() == changed.to_dict()
    delete(made.id)
    assert not any(entity.id == made.id for entity in every().entities)


def model(kind, **members):
    body = kind()
    for name, value in members.items():
        setattr(body, name, value)
    return body
