"""Who may call which route. A route that does not say so keeps the application from starting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from shared.auth import Principal, Role
from shared.http.errors import unauthorized
from shared.http.problems import Problem

V = TypeVar("V", bound=Callable[..., Any])
Verify = Callable[[str], Principal]


@dataclass(frozen=True, kw_only=True)
class Access:
    """`roles` for people, `scope` for integrations; neither for what everybody may read."""

    roles: frozenset[str]
    scope: str

    def describe(self) -> str:
        return f"For: {', '.join(sorted(self.roles))}, or an integration with scope {self.scope}."


PUBLIC = Access(roles=frozenset(), scope="")


def allow(*roles: Role, scope: str) -> Callable[[V], V]:
    """Say who may call a route; the outermost decorator below the route's own."""
    return _marked(Access(roles=frozenset(roles), scope=scope))


def public(view: V) -> V:
    """Say that anybody may call a route: health, metrics and documents only."""
    return _marked(PUBLIC)(view)


def _marked(access: Access) -> Callable[[V], V]:
    def mark(view: V) -> V:
        cast("Any", view).access = access
        return view

    return mark


def access_of(view: Callable[..., Any]) -> Access | None:
    return getattr(view, "access", None)


def principal() -> Principal:
    """The caller of the current request."""
    found: Principal = g.principal
    return found


def install_guard(app: Flask, verify: Verify) -> None:
    def guard() -> None:
        access = _access_asked_for()
        if access is not None and access != PUBLIC:
            g.principal = verify(_bearer_token())
            _demand(access)

    app.before_request(guard)


def refuse_unguarded(app: Flask) -> None:
    """Called once all routes are there: none of them is anonymous by oversight."""
    for endpoint, view in app.view_functions.items():
        if access_of(view) is None:
            raise LookupError(f"route {endpoint} does not say who may call it")


def _access_asked_for() -> Access | None:
    """Nothing is asked for where there is no route: that is answered as not found."""
    endpoint = request.endpoint
    return access_of(current_app.view_functions[endpoint]) if endpoint else None


def _bearer_token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorized("Send a bearer token in the Authorization header.")
    return token.strip()


def _demand(access: Access) -> None:
    if not principal().may(access.roles, access.scope):
        raise Problem(403, "forbidden", access.describe())
