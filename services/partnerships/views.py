"""What is shown of a partnership: everything, no words, or dates and numbers only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import to_builtins
from msgspec.structs import asdict

from services.partnerships.callers import Eyes
from services.partnerships.partnership.answers import proposed_answer
from services.partnerships.partnership.state import (
    Active,
    Conflict,
    Draft,
    Ended,
    Existing,
    Goal,
    HeldReport,
    Meeting,
    Ongoing,
    agreement,
    is_pending,
    unsigned,
)

Shown = dict[str, Any]


def show_partnership(
    state: Existing, eyes: Eyes, names: Mapping[UUID, str], texts: Mapping[UUID, str], now: datetime
) -> Shown:
    current = state.before if isinstance(state, Ended) else state
    return {
        **_summary(state, current),
        "people": [
            {"role": role, "person_id": person_id, "name": names.get(person_id)}
            for role, person_id in current.pair.people.items()
        ],
        "missing_signatures": unsigned(current.drafts[-1]) if current.drafts else [],
        "pauses": [
            {"paused_on": each.paused_on, "until_on": each.until_on} for each in current.pauses
        ],
        **(_course(current, eyes, texts, now) if isinstance(current, Active) else _NO_COURSE),
    }


_NO_COURSE: Shown = {"meetings": [], "conflicts": [], "goals": []}


def show_agreement(current: Ongoing, version: Draft) -> Shown:
    in_force = isinstance(current, Active) and current.in_force == version.text.agreement_version
    return {
        **asdict(version.text),
        "slots": to_builtins(version.text.slots),
        "contingencies": to_builtins(version.text.contingencies),
        "in_force": in_force,
        "signatures": [
            {"role": role, "signer_id": person} for role, person in version.signed.items()
        ],
        "missing": unsigned(version),
        "declined": sorted(version.declined),
    }


def _summary(state: Existing, current: Ongoing) -> Shown:
    pair = current.pair
    text = agreement(current) if isinstance(current, Active) else None
    ended = state if isinstance(state, Ended) else None
    return {
        "partnership_id": pair.partnership_id,
        "program_id": pair.program_id,
        **{f"{role}_id": person for role, person in pair.people.items()},
        "time_zone": pair.time_zone,
        "terms_version": pair.terms_version,
        "state": type(state).__name__.lower(),
        "agreement_version": text and text.agreement_version,
        "starts_on": text and text.starts_on,
        "ends_on": text and text.ends_on,
        "ended_on": ended and ended.ended_on,
        "outcome": ended and ended.outcome,
        "reason": ended and ended.reason,
    }


def _course(current: Active, eyes: Eyes, texts: Mapping[UUID, str], now: datetime) -> Shown:
    return {
        "meetings": [_meeting(meeting, texts) for meeting in current.meetings.values()],
        "conflicts": [_conflict(current, each, now) for each in current.conflicts.values()],
        "goals": []
        if eyes == "manager"
        else [_goal(goal, texts) for goal in current.goals.values()],
    }


def _meeting(meeting: Meeting, texts: Mapping[UUID, str]) -> Shown:
    report, plan = meeting.report, meeting.plan
    held = report if isinstance(report, HeldReport) else None
    took = held or plan
    return {
        "meeting_id": meeting.meeting_id,
        "status": _status(meeting),
        "starts_at": held.started_at if held else plan and plan.starts_at,
        "minutes": took and took.minutes,
        "slot": plan and plan.slot,
        "reported_by": report and report.reported_by,
        "report": report and (report.answer or "open"),
        "note": texts.get(meeting.meeting_id),
    }


def _status(meeting: Meeting) -> str:
    if meeting.report is not None:
        return "held" if isinstance(meeting.report, HeldReport) else "missed"
    if meeting.cancelled:
        return "cancelled"
    return "scheduled" if meeting.plan else "retracted"


def _conflict(current: Active, conflict: Conflict, now: datetime) -> Shown:
    open_ = conflict.outcome is None and is_pending(current.meetings[conflict.meeting_id])
    answer = proposed_answer(current, conflict, now) if open_ else None
    return {
        "conflict_id": conflict.conflict_id,
        "meeting_id": conflict.meeting_id,
        "role": conflict.role,
        "reason": conflict.reason,
        "raised_at": conflict.raised_at,
        "outcome": conflict.outcome,
        "proposed": answer
        and {
            "outcome": answer.outcome,
            "contingency": answer.contingency,
            "starts_at": answer.move and answer.move.starts_at,
            "minutes": answer.move and answer.move.minutes,
        },
    }


def _goal(goal: Goal, texts: Mapping[UUID, str]) -> Shown:
    return {
        "goal_id": goal.goal_id,
        "due_on": goal.due_on,
        "level": goal.level,
        "text": texts.get(goal.goal_id),
    }
