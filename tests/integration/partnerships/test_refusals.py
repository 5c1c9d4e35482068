"""Every refusal is its own problem document, says what is accepted, and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.partnerships.conftest import make_pair
from tests.integration.partnerships.office import (
    ADMINISTRATOR,
    DRAFT,
    ROLES,
    Office,
    Pair,
    Partnership,
    Reply,
    ahead,
)

NOBODY = str(uuid4())


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Max and Mia are active, with a meeting ahead and one that Max reported held."""

    pair: Pair
    active: Partnership
    drafted: Any
    meeting: str
    held: str
    cancelled: str

    def about(self, meeting: str, fact: str, role: str, **body: Any) -> Reply:
        return self.active.post(f"/meetings/{meeting}/{fact}", body, role=role)

    def schedule(self, role: str = "mentee", **changed: Any) -> Reply:
        body = {"starts_at": ahead(9), "minutes": 30}
        return self.active.post("/meetings", {**body, **changed}, role=role)

    def draft(self, **changed: Any) -> Reply:
        return self.active.post("/agreements", {**DRAFT, **changed}, role="mentee")


@pytest.fixture(scope="module")
def scene(shared_office: Office) -> Scene:
    pair = make_pair(shared_office)
    active = pair.proposed()
    drafted = active.draft()
    for role in ROLES:
        active.sign(role, drafted)
    cancelled = active.schedule(ahead(20))
    active.made(f"/meetings/{cancelled}/cancellation", {"reason": "TRAVEL"}, role="mentor")
    return Scene(
        pair=pair,
        active=active,
        drafted=drafted,
        meeting=active.schedule(),
        held=active.report(),
        cancelled=cancelled,
    )


MOVE = {"starts_at": ahead(6), "minutes": 30, "reason": "TRAVEL"}
END = {"ended_on": "2026-06-01", "outcome": "completed", "reason": "OTHER"}

REFUSED: dict[str, Callable[[Scene], Reply]] = {
    "409 already-partners": lambda on: on.pair.propose(),
    "409 enrollment-not-accepted": lambda on: on.pair.propose(mentee_id=NOBODY),
    "409 same-person": lambda on: on.pair.propose(mentee_id=str(on.pair.people["mentor"])),
    "409 unknown-time-zone": lambda on: on.pair.propose(time_zone="Europe/Atlantis"),
    "409 time-in-the-future": lambda on: on.pair.propose(time="2199-01-01T00:00:00Z"),
    "422 invalid-fields": lambda on: on.pair.propose(colour="red"),
    "409 already-signed": lambda on: on.active.sign("mentor", on.drafted),
    "409 signature-of-another": lambda on: on.active.sign("mentor", on.drafted, role="mentee"),
    "409 unknown-agreement": lambda on: on.active.sign(
        "mentor", {**on.drafted, "agreement_version": 7}
    ),
    "409 already-active": lambda on: on.active.post("/activation", role="mentee"),
    "409 agreement-duration": lambda on: on.draft(ends_on="2026-03-01", review_on="2026-02-20"),
    "409 agreement-without-slot": lambda on: on.draft(slots=[]),
    "409 review-outside-agreement": lambda on: on.draft(review_on="2027-01-01"),
    "409 contingency-not-concrete": lambda on: on.draft(
        contingencies=[{"for": "travel", "then": {"kind": "shorten", "minutes": 90}}]
    ),
    "409 mentee-schedules": lambda on: on.schedule(role="mentor"),
    "409 not-of-the-pair": lambda on: on.schedule(role="mentee_manager"),
    "409 meeting-in-past": lambda on: on.schedule(starts_at=ahead(-1)),
    "409 unknown-slot": lambda on: on.schedule(slot=1),
    "409 outside-slot": lambda on: on.schedule(slot=0, starts_at="2199-01-01T00:00:00Z"),
    "409 meetings-overlap": lambda on: on.schedule(starts_at=ahead(3, minutes=1)),
    "409 meeting-exists": lambda on: on.schedule(meeting_id=on.meeting),
    "409 unknown-meeting": lambda on: on.about(NOBODY, "moves", "mentor", **MOVE),
    "409 meeting-cancelled": lambda on: on.about(on.cancelled, "moves", "mentor", **MOVE),
    "409 meeting-not-scheduled": lambda on: on.about(on.held, "moves", "mentor", **MOVE),
    "409 report-in-future": lambda on: on.about(
        on.meeting, "held", "mentor", started_at=ahead(3), minutes=60
    ),
    "409 contradicts-report": lambda on: on.about(
        on.held, "missed", "mentee", absent="mentor", reason="NO_SHOW"
    ),
    "409 own-report": lambda on: on.about(on.held, "confirmation", "mentor"),
    "409 meeting-not-reported": lambda on: on.about(on.meeting, "dispute", "mentee"),
    "409 report-of-another": lambda on: on.about(on.held, "retraction", "mentee"),
    "409 not-the-manager": lambda on: on.active.post(
        "/conflicts", {"meeting_id": on.meeting, "reason": "TRAVEL"}, role="mentee"
    ),
    "409 unknown-conflict": lambda on: on.active.post(f"/conflicts/{NOBODY}/answer", role="mentee"),
    "409 unknown-goal": lambda on: on.active.post(
        f"/goals/{NOBODY}/progress", {"level": 1}, role="mentee"
    ),
    "409 not-paused": lambda on: on.active.post(
        "/resumption", {"resumed_on": "2026-03-01"}, role="mentee"
    ),
    "409 end-in-future": lambda on: on.active.post(
        "/end", {**END, "ended_on": "2199-01-01"}, role="mentee"
    ),
    "403 forbidden": lambda on: on.active.post("/check-ins", {}, role="mentee"),
    "404 not-found": lambda on: on.pair.office.get(f"/partnerships/{NOBODY}"),
    "412 stale-version": lambda on: on.active.post("/end", END, role="mentee", If_Match='"1"'),
    "400 malformed-json": lambda on: Reply(
        answer=on.pair.office.client.post(
            "/partnerships",
            data="{",
            content_type="application/json",
            headers={"Authorization": f"Bearer {ADMINISTRATOR}", "Idempotency-Key": "malformed"},
        )
    ),
    "401 unauthorized": lambda on: on.pair.office.get("/partnerships", by=""),
    "400 idempotency-key-required": lambda on: on.active.post(
        "/end", END, role="mentee", Idempotency_Key=""
    ),
}


@pytest.mark.parametrize("expected", REFUSED)
def test_a_refusal_says_its_rule_and_writes_nothing(scene: Scene, expected: str) -> None:
    before = scene.pair.office.number_of_events()
    refused = REFUSED[expected](scene)
    assert f"{refused.status} {refused.rule}" == expected, refused.body
    assert refused.body["detail"]
    assert scene.pair.office.number_of_events() == before


def test_a_wrong_digest_and_three_signatures(pair: Pair) -> None:
    partnership = pair.proposed()
    drafted = partnership.draft()
    assert partnership.sign("mentor", drafted, digest="0" * 64).rule == "wrong-digest"
    for role in ROLES[:3]:
        partnership.sign(role, drafted)
    refused = partnership.post("/activation", role="mentee")
    assert refused.rule == "signatures-missing"
    assert "mentee_manager" in refused.body["detail"]
    early = partnership.post("/meetings", {"starts_at": ahead(), "minutes": 60}, role="mentee")
    assert early.rule == "partnership-not-active"


def test_a_key_is_for_one_request(active: Partnership) -> None:
    key = str(uuid4())
    body = {"starts_at": ahead(), "minutes": 60}
    first = active.post("/meetings", body, role="mentee", Idempotency_Key=key)
    again = active.post("/meetings", body, role="mentee", Idempotency_Key=key)
    assert (again.status, again.body, again.etag) == (201, first.body, first.etag)
    other = active.post("/meetings", {**body, "minutes": 30}, role="mentee", Idempotency_Key=key)
    assert other.rule == "idempotency-key-reused"


def test_an_overbooked_mentor_and_a_reporting_line(pair: Pair) -> None:
    pair.proposed()
    office = pair.office
    boss = pair.people["mentee_manager"]
    second = office.person("mel", boss)
    office.enroll(second, "mentee", boss)
    assert pair.propose(mentee_id=str(second)).rule == "mentor-full"
    below = office.person("ben", pair.people["mentor"])
    office.enroll(below, "mentee", pair.people["mentor"])
    assert pair.propose(mentee_id=str(below)).rule == "reporting-line"


def test_new_terms_have_to_be_acknowledged_before_a_proposal(pair: Pair) -> None:
    pair.office.publish_terms(2)
    assert pair.propose().rule == "terms-outdated"


def test_notice_of_a_conflict_counts_from_when_it_is_raised(scene: Scene) -> None:
    claim = {"meeting_id": scene.meeting, "reason": "TRAVEL", "time": "2026-01-01T00:00:00Z"}
    refused = scene.active.post("/conflicts", claim, role="mentor_manager")
    assert (refused.status, list(refused.body["errors"])) == (422, ["time"])
