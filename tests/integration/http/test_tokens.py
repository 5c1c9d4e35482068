"""Tokens: of one issuer, for one audience, signed with a published key, and not expired."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import pytest

from deploy.issuer.app import issuer_app
from deploy.issuer.key import SigningKey, signing_key
from deploy.issuer.settings import IssuerSettings
from shared.auth import (
    InvalidTokenError,
    KeysUnreachableError,
    PublishedKeys,
    TokenVerifier,
    token_verifier,
)
from shared.settings import AuthSettings

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return signing_key(tmp_path_factory.mktemp("issuer"))


@pytest.fixture
def issuer(key: SigningKey) -> Iterator[str]:
    """A server that shows the issuer's documents, at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(documents[self.path]).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    settings = IssuerSettings(issuer=address, audience="mentoring", state_folder=Path())
    client = issuer_app(settings, key, lambda: NOW).test_client()
    paths = ("/.well-known/openid-configuration", "/jwks")
    documents = {path: client.get(path).json for path in paths}
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


Sign = Callable[..., str]


@pytest.fixture
def sign(key: SigningKey, issuer: str) -> Sign:
    def make(**changed: Any) -> str:
        signed_with = changed.pop("key", key)
        headers = {"kid": changed.pop("kid", key.public["kid"])}
        claims = {
            "iss": issuer,
            "aud": "mentoring",
            "sub": "mia",
            "exp": datetime.now(UTC) + timedelta(minutes=5),  # noqa: TID251 - PyJWT reads it too
            "roles": ["participant", "emperor"],
            "scope": "enrollment:read",
        }
        given = {name: value for name, value in {**claims, **changed}.items() if value is not None}
        return jwt.encode(given, signed_with.key, algorithm="RS256", headers=headers)

    return make


def settings(issuer: str) -> AuthSettings:
    return AuthSettings(issuer=issuer, audience="mentoring", jwks_url=None)


def test_a_token_says_who_is_calling(issuer: str, sign: Sign) -> None:
    principal = token_verifier(settings(issuer))(sign())

    assert principal.subject == "mia"
    assert principal.roles == {"participant"}
    assert principal.scopes == {"enrollment:read"}


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "payroll"},
        {"aud": None},
        {"iss": None},
        {"sub": None},
        {"exp": None},
        {"exp": NOW - timedelta(days=900)},
        {"kid": "unknown"},
    ],
)
def test_any_other_token_is_refused(issuer: str, sign: Sign, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidTokenError):
        token_verifier(settings(issuer))(sign(**changed))


def test_a_forged_signature_is_refused(issuer: str, sign: Sign, tmp_path: Path) -> None:
    with pytest.raises(InvalidTokenError):
        token_verifier(settings(issuer))(sign(key=signing_key(tmp_path)))


def test_an_unsigned_token_is_refused(issuer: str, key: SigningKey) -> None:
    claims = {"iss": issuer, "aud": "mentoring", "sub": "mia", "exp": 9_999_999_999}
    unsigned = jwt.encode(claims, key="", algorithm="none", headers={"kid": key.public["kid"]})

    with pytest.raises(InvalidTokenError):
        token_verifier(settings(issuer))(unsigned)


def test_a_key_of_the_issuer_used_as_a_shared_secret_is_refused(
    issuer: str, key: SigningKey
) -> None:
    claims = {"iss": issuer, "aud": "mentoring", "sub": "mia", "exp": 9_999_999_999}
    secret = key.public["n"].ljust(64)
    token = jwt.encode(claims, secret, algorithm="HS256", headers={"kid": key.public["kid"]})

    with pytest.raises(InvalidTokenError):
        token_verifier(settings(issuer))(token)


def test_no_keys_is_another_matter_than_a_wrong_token(sign: Sign) -> None:
    nowhere = AuthSettings(
        issuer="http://127.0.0.1:9", audience="mentoring", jwks_url="http://127.0.0.1:9/jwks"
    )
    by_discovery = settings("http://127.0.0.1:9")

    for each in (nowhere, by_discovery):
        with pytest.raises(KeysUnreachableError):
            TokenVerifier(issuer=each.issuer, audience="mentoring", key_of=PublishedKeys(each))(
                sign()
            )


def test_the_key_is_kept(tmp_path: Path) -> None:
    assert signing_key(tmp_path).public == signing_key(tmp_path).public
    assert (tmp_path / "signing-key.pem").stat().st_mode & 0o077 == 0
