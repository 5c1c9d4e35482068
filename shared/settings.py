"""What a process is told by its environment: one small record for each need."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from environs import Env
from marshmallow.validate import OneOf

Environment: TypeAlias = Literal["development", "production"]


@dataclass(frozen=True, kw_only=True)
class DatabaseSettings:
    url: str


@dataclass(frozen=True, kw_only=True)
class KafkaSettings:
    """`topic_prefix` comes before every name where one cluster serves several environments."""

    bootstrap_servers: tuple[str, ...]
    topic_prefix: str = ""


@dataclass(frozen=True, kw_only=True)
class AuthSettings:
    """Whose tokens are taken. Without `jwks_url` the keys are found by OIDC discovery."""

    issuer: str
    audience: str
    jwks_url: str | None


@dataclass(frozen=True, kw_only=True)
class WebSettings:
    host: str
    port: int
    threads: int


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    level: str


def database_settings() -> DatabaseSettings:
    return DatabaseSettings(url=Env().str("DATABASE_URL"))


def kafka_settings() -> KafkaSettings:
    env = Env()
    servers: list[str] = env.list("KAFKA_BOOTSTRAP_SERVERS")
    prefix = env.str("KAFKA_TOPIC_PREFIX", "")
    return KafkaSettings(bootstrap_servers=tuple(servers), topic_prefix=prefix)


def auth_settings() -> AuthSettings:
    env = Env()
    return AuthSettings(
        issuer=env.str("JWT_ISSUER"),
        audience=env.str("JWT_AUDIENCE"),
        jwks_url=env.str("JWKS_URL", None) or None,
    )


def web_settings() -> WebSettings:
    env = Env()
    return WebSettings(
        host=env.str("HOST", "0.0.0.0"),  # noqa: S104 - a container is reached from outside it
        port=env.int("PORT"),
        threads=env.int("WEB_THREADS", 16),
    )


def log_settings() -> LogSettings:
    levels = OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
    return LogSettings(level=Env().str("LOG_LEVEL", "INFO", validate=levels))


def environment() -> Environment:
    """Production unless it says otherwise: what is for development only must be asked for."""
    value = Env().str("MENTORING_ENVIRONMENT", "production")
    return "development" if value == "development" else "production"


def metrics_port() -> int | None:
    """Where a process without HTTP of its own shows its metrics; nowhere if it is not set."""
    return Env().int("METRICS_PORT", None)


def traces_wanted() -> bool:
    """Whether somebody collects traces; OpenTelemetry reads its own variables then."""
    return bool(Env().str("OTEL_EXPORTER_OTLP_ENDPOINT", ""))
