"""A token issuer for development: anybody may ask it for any token, so it starts nowhere else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
from flask import Flask
from marshmallow import fields
from marshmallow.validate import OneOf
from prometheus_client import CollectorRegistry

from deploy.issuer.key import SigningKey
from deploy.issuer.settings import IssuerSettings
from shared.auth import ROLES, Principal
from shared.clock import Clock
from shared.http.app import Web, create_app
from shared.http.blueprint import Routes
from shared.http.fields import Body, Text
from shared.http.guard import public

LIFETIME = timedelta(hours=12)


class TokenBody(Body):
    subject = Text(most=200, required=True)
    roles = fields.List(fields.String(validate=OneOf(sorted(ROLES))), load_default=list)
    scope = Text(least=0, most=1000, load_default="")


def issue(body: dict[str, Any], settings: IssuerSettings, key: SigningKey, clock: Clock) -> str:
    now = clock()
    claims = {
        "iss": settings.issuer,
        "aud": settings.audience,
        "sub": body["subject"],
        "roles": body["roles"],
        "scope": body["scope"],
        "iat": now,
        "exp": now + LIFETIME,
        "jti": str(uuid4()),
    }
    return jwt.encode(claims, key.key, algorithm="RS256", headers={"kid": key.public["kid"]})


def issuer_app(settings: IssuerSettings, key: SigningKey, clock: Clock) -> Flask:
    routes = Routes("issuer", description="Tokens for development")

    @routes.get("/.well-known/openid-configuration")
    @public
    def configuration() -> Any:
        return {
            "issuer": settings.issuer,
            "jwks_uri": f"{settings.issuer.rstrip('/')}/jwks",
            "token_endpoint": f"{settings.issuer.rstrip('/')}/token",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    @routes.get("/jwks")
    @public
    def jwks() -> Any:
        return {"keys": [key.public]}

    @routes.post("/token")
    @public
    @routes.body(TokenBody)
    def token(body: dict[str, Any]) -> Any:
        return {
            "access_token": issue(body, settings, key, clock),
            "token_type": "Bearer",
            "expires_in": int(LIFETIME.total_seconds()),
        }

    return create_app(
        Web(name="issuer", routes=[routes], verify=_nobody, registry=CollectorRegistry())
    )


def _nobody(_token: str) -> Principal:
    raise AssertionError("every route of the issuer is public")
