"""How the development issuer is told who it is."""

from dataclasses import dataclass
from pathlib import Path

from environs import Env


@dataclass(frozen=True, kw_only=True)
class IssuerSettings:
    """`issuer` is the address by which it is known: what tokens say, and what services look up."""

    issuer: str
    audience: str
    state_folder: Path


def issuer_settings() -> IssuerSettings:
    env = Env()
    return IssuerSettings(
        issuer=env.str("JWT_ISSUER"),
        audience=env.str("JWT_AUDIENCE"),
        state_folder=env.path("ISSUER_STATE_FOLDER", Path(".local/issuer")),
    )
