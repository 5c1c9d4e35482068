"""A partnership as it is answered: health in words, and the alerts that explain it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.accountability.alerts.alert import Alert
from services.accountability.health import explaining, health
from services.accountability.queries.bases import days_of_bases
from services.accountability.queries.directory import names_of
from services.accountability.queries.overview import Explained
from services.accountability.queries.partnerships import Partnership
from services.accountability.viewer import CONTENT_RULES, ROLES, View, Viewer
from services.accountability.words import basis_in_words
from shared.database import Connection


def partnership_answers(
    connection: Connection, viewer: Viewer, found: Sequence[Explained], now: datetime
) -> Sequence[Mapping[str, Any]]:
    people = [getattr(row, f"{role}_id") for row, _ in found for role in ROLES]
    names = names_of(connection, people) if viewer.sees_names else {}
    whys = [_visible(alerts, viewer.view_of(row)) for row, alerts in found]
    days = days_of_bases(connection, [alert for why in whys for alert in why])
    return [
        _answer(row, [_why(alert, days.get(alert.alert_id)) for alert in why], names, now)
        for (row, _), why in zip(found, whys, strict=True)
    ]


def _visible(alerts: Sequence[Alert], view: View | None) -> Sequence[Alert]:
    about = explaining(alerts)
    return about if view == "full" else [a for a in about if a.rule not in CONTENT_RULES]


def _answer(
    row: Partnership, why: Sequence[Mapping[str, Any]], names: Mapping[UUID, str], now: datetime
) -> Mapping[str, Any]:
    # What cannot be explained to somebody is not said to them either.
    mood = "on track" if row.mood == "watch" and not why else row.mood
    return {
        "partnership_id": row.partnership_id,
        "program_id": row.program_id,
        **{role: _person(getattr(row, f"{role}_id"), names) for role in ROLES},
        "time_zone": row.time_zone,
        "stage": row.stage,
        "health": health(mood, paused=row.paused),
        "why": why,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "cadence_days": row.cadence_days,
        "last_held_at": row.last_held_at,
        "days_since_last_held": row.days_since_last_held(now),
        "next_meeting_at": row.next_meeting_at,
    }


def _person(person_id: UUID, names: Mapping[UUID, str]) -> Mapping[str, Any]:
    return {"person_id": person_id, "name": names.get(person_id)}


def _why(alert: Alert, day: date | None) -> Mapping[str, Any]:
    return {
        "alert_id": alert.alert_id,
        "rule": alert.rule,
        "level": alert.level,
        "says": basis_in_words(alert, day),
        "due_at": alert.due_at,
        "raised_at": alert.raised_at,
    }
