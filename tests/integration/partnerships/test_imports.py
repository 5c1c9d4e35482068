"""Whole partnerships from elsewhere: with their own times, decided as they would have been."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec import convert

from shared.events.event import own_digest
from shared.events.partnerships import AgreementDrafted
from tests.integration.partnerships.office import ROLES, Office, Pair, Reply

BEGAN = datetime(2026, 1, 12, 9, tzinfo=UTC)
DRAFTED = {
    "starts_on": "2026-01-26",
    "ends_on": "2026-07-27",
    "cadence_days": 14,
    "slots": [
        {
            "weekday": "tuesday",
            "local_time": "09:00:00",
            "time_zone": "Europe/Berlin",
            "minutes": 60,
        }
    ],
    "notice_hours": 48,
    "contingencies": [{"for": "travel", "then": {"kind": "remote"}}],
    "agenda_hours": 24,
    "review_on": "2026-04-20",
}
MEETING = str(uuid4())
SOMEBODY = uuid4()


def digest() -> str:
    text = {**DRAFTED, "agreement_version": 1, "scheduler": "mentee", "digest": ""}
    return own_digest(convert(text, AgreementDrafted))


def history(pair: Pair, **changed: Any) -> list[dict[str, Any]]:
    def say(day: int, by: str, do: str, **says: Any) -> dict[str, Any]:
        at = (BEGAN + timedelta(days=day)).isoformat()
        return {"at": at, "by": str(pair.people.get(by, SOMEBODY)), "do": do, **says}

    propose = {
        "program_id": str(pair.office.program_id),
        "mentor_id": str(pair.people["mentor"]),
        "mentee_id": str(pair.people["mentee"]),
        "time_zone": "Europe/Berlin",
    }
    signatures = [
        say(
            day,
            role,
            "sign_agreement",
            agreement_version=1,
            role=role,
            digest=changed.get("digest") or digest(),
        )
        for day, role in enumerate(ROLES, start=2)
    ]
    meeting = {"starts_at": "2026-02-10T08:00:00Z", "minutes": 60}
    held = {"meeting_id": MEETING, "started_at": "2026-02-10T08:05:00Z", "minutes": 55}
    return [
        say(0, "administrator", "propose", **propose),
        say(1, "mentee", "draft_agreement", **DRAFTED),
        *signatures,
        say(10, "mentee", "schedule_meeting", meeting_id=MEETING, slot=0, **meeting),
        say(30, "mentor", "report_held", **held),
        say(31, "mentee", "confirm_meeting", meeting_id=MEETING),
        *[say(day, *rest, **says) for day, *rest, says in changed.get("more", [])],
    ]


def import_it(pair: Pair, partnership_id: str, commands: list[dict[str, Any]]) -> Reply:
    body = {"partnership_id": partnership_id, "commands": commands}
    return pair.office.post("/imports/partnerships", body)


def test_history_keeps_its_own_times(pair: Pair) -> None:
    partnership_id = str(uuid4())
    imported = import_it(pair, partnership_id, history(pair))
    assert imported.status == 201, imported.body
    assert len(imported.body["event_ids"]) == 10
    with pair.office.pool.connection() as db:
        rows = db.execute(
            """
            SELECT type, occurred_at, recorded_at, imported_at > recorded_at, actor
            FROM events
            WHERE stream = %s
            ORDER BY version
            """,
            (f"partnership-{partnership_id}",),
        ).fetchall()
    assert rows[0] == ("PartnershipProposed", BEGAN, BEGAN, True, "root")
    held = datetime(2026, 2, 10, 8, 5, tzinfo=UTC)
    assert rows[8] == ("MeetingHeld", held, BEGAN + timedelta(days=30), True, "root")
    shown = pair.office.get(f"/partnerships/{partnership_id}").body
    assert (shown["state"], shown["meetings"][0]["report"]) == ("active", "confirmed")


def test_the_same_again_changes_nothing_and_another_history_is_refused(pair: Pair) -> None:
    partnership_id = str(uuid4())
    first = import_it(pair, partnership_id, history(pair))
    before = pair.office.number_of_events()
    again = import_it(pair, partnership_id, history(pair))
    assert (again.status, again.body) == (200, first.body)
    other = import_it(pair, partnership_id, history(pair)[:-1])
    assert other.rule == "import-differs"
    assert pair.office.number_of_events() == before


def test_a_live_partnership_is_not_imported_over(pair: Pair) -> None:
    partnership = pair.proposed()
    assert import_it(pair, partnership.id, history(pair)).rule == "import-differs"


def test_a_refusal_names_the_command_and_nothing_is_written(pair: Pair) -> None:
    before = pair.office.number_of_events()
    refused = import_it(pair, str(uuid4()), history(pair, digest="0" * 64))
    assert refused.rule == "wrong-digest"
    assert list(refused.body["errors"]["commands"]) == ["2"]
    malformed = import_it(pair, str(uuid4()), [{**history(pair)[0], "do": "guess"}])
    assert malformed.status == 422
    assert import_it(pair, str(uuid4()), history(pair)[1:]).rule == "imported-history"
    assert pair.office.number_of_events() == before


def test_what_happened_is_not_later_than_recorded_and_time_does_not_go_back(pair: Pair) -> None:
    commands = history(pair)
    late = [*commands[:-1], {**commands[-1], "time": "2026-05-01T00:00:00Z"}]
    assert import_it(pair, str(uuid4()), late).rule == "time-in-the-future"
    back = [*commands[:-1], {**commands[-1], "at": "2026-02-01T00:00:00Z"}]
    assert import_it(pair, str(uuid4()), back).rule == "imported-history"


END = {"ended_on": "2026-03-30", "outcome": "no_fault", "reason": "OTHER"}


def test_a_place_is_taken_from_the_proposal_to_the_end_whatever_is_imported_first(
    pair: Pair,
) -> None:
    later = pair.proposed()
    over = history(pair, more=[(100, "mentee", "end", END)])
    assert import_it(pair, str(uuid4()), over).status == 201
    assert import_it(pair, str(uuid4()), history(pair)).rule == "already-partners"
    at = (BEGAN + timedelta(days=101)).isoformat()
    still_open = import_it(pair, str(uuid4()), [{**history(pair)[0], "at": at}])
    assert still_open.rule == "mentor-full"
    assert later.get().body["state"] == "proposed"


def test_who_was_not_accepted_then_was_not_brought_together(office: Office, pair: Pair) -> None:
    newcomer = office.person("nils", pair.people["mentee_manager"])
    accepted = BEGAN + timedelta(days=5)
    office.enroll(newcomer, "mentee", pair.people["mentee_manager"], at=accepted)
    commands = history(pair)[:1]
    early = [{**commands[0], "mentee_id": str(newcomer)}]
    assert import_it(pair, str(uuid4()), early).rule == "enrollment-not-accepted"
    just = [{**early[0], "at": accepted.isoformat()}]
    assert import_it(pair, str(uuid4()), just).status == 201


def test_who_has_withdrawn_since_is_only_in_what_ended(pair: Pair) -> None:
    pair.office.hear(pair.withdraw("mentee"))
    assert import_it(pair, str(uuid4()), history(pair)).rule == "enrollment-not-accepted"
    over = history(pair, more=[(100, "mentee", "end", END)])
    assert import_it(pair, str(uuid4()), over).status == 201


@pytest.mark.parametrize("role", ["mentor", "mentee_manager"])
def test_only_an_administrator_imports(pair: Pair, role: str) -> None:
    body = {"partnership_id": str(uuid4()), "commands": history(pair)}
    refused = pair.office.post("/imports/partnerships", body, by=pair.token(role))
    assert refused.rule == "forbidden"
