"""Who is calling: bearer tokens of one issuer for one audience. No web framework in here."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from http.client import HTTPException
from typing import Any, Literal, TypeAlias, get_args
from urllib.request import Request, urlopen

import jwt
from jwt import PyJWK, PyJWKClient, PyJWKClientConnectionError

from shared.settings import AuthSettings

Role: TypeAlias = Literal["administrator", "participant", "operator", "integration"]
ROLES: frozenset[str] = frozenset(get_args(Role))

# Only signatures that a holder of the published keys cannot make.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
REQUIRED_CLAIMS = ("exp", "iss", "aud", "sub")
LEEWAY = timedelta(seconds=30)
TIMEOUT_SECONDS = 3.0


class InvalidTokenError(Exception):
    """The bearer token is not one of ours: expired, for somebody else, or of an unknown key."""


class KeysUnreachableError(Exception):
    """The issuer's keys cannot be fetched, so no token can be checked at present."""


@dataclass(frozen=True, kw_only=True)
class Principal:
    """A caller. Mentor, mentee and manager are all `participant`: which of them the data says."""

    subject: str
    roles: frozenset[str]
    scopes: frozenset[str]

    def may(self, roles: frozenset[str], scope: str) -> bool:
        """One of the roles; an integration needs the scope and is never more than its scopes."""
        if "integration" in self.roles:
            return scope in self.scopes
        return bool(self.roles & roles)


KeyOf: TypeAlias = Callable[[str], PyJWK]


@dataclass(frozen=True, kw_only=True)
class TokenVerifier:
    """Turns a bearer token into a `Principal`; `key_of` finds the key that signed a token."""

    issuer: str
    audience: str
    key_of: KeyOf

    def __call__(self, token: str) -> Principal:
        try:
            return _principal(self._claims(token))
        except PyJWKClientConnectionError as unreachable:
            raise KeysUnreachableError from unreachable
        except jwt.PyJWTError as invalid:
            raise InvalidTokenError(str(invalid)) from invalid

    def _claims(self, token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            self.key_of(token),
            algorithms=list(ALGORITHMS),
            audience=self.audience,
            issuer=self.issuer,
            leeway=LEEWAY,
            options={"require": list(REQUIRED_CLAIMS)},
        )
        return claims


def _principal(claims: dict[str, Any]) -> Principal:
    roles = claims.get("roles", [])
    scope = claims.get("scope", "")
    return Principal(
        subject=claims["sub"],
        roles=ROLES.intersection(role for role in roles if isinstance(role, str))
        if isinstance(roles, list)
        else frozenset(),
        scopes=frozenset(scope.split()) if isinstance(scope, str) else frozenset(),
    )


@dataclass(frozen=True)
class PublishedKeys:
    """The issuer's keys, fetched when first needed and again for a key that is not known."""

    settings: AuthSettings
    cooldown_seconds: float = 30

    def __call__(self, token: str) -> PyJWK:
        return self._client.get_signing_key_from_jwt(token)

    @cached_property
    def _client(self) -> PyJWKClient:
        return PyJWKClient(
            self.settings.jwks_url or _discover(self.settings.issuer),
            timeout=TIMEOUT_SECONDS,
            cooldown_duration=self.cooldown_seconds,
        )


def _discover(issuer: str) -> str:
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        with urlopen(Request(address), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            document = json.load(answer)
    except (OSError, HTTPException, ValueError) as failed:
        raise KeysUnreachableError(f"{address} cannot be read") from failed
    if document.get("issuer") != issuer:
        raise KeysUnreachableError(f"{address} speaks for another issuer")
    return str(document["jwks_uri"])


def token_verifier(settings: AuthSettings) -> TokenVerifier:
    return TokenVerifier(
        issuer=settings.issuer,
        audience=settings.audience,
        key_of=PublishedKeys(settings),
    )
