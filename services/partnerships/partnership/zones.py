"""Time zones from the pinned `tzdata` package, never the system's: the same answer everywhere."""

from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from shared.errors import DomainError


class UnknownTimeZoneError(DomainError):
    rule = "unknown-time-zone"


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(listed.split())


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    if name not in _names():
        raise UnknownTimeZoneError(
            f"{name!r} is not a time zone: give an IANA name such as Europe/Berlin."
        )
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)
