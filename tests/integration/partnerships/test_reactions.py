"""What enrollment says changes partnerships: caused by what it answers, and once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.clock import now
from shared.events.enrollment import PersonLeft
from tests.integration.partnerships.office import Pair, Partnership, heard

BERLIN = ZoneInfo("Europe/Berlin")


def local(moment: datetime) -> str:
    return moment.astimezone(BERLIN).date().isoformat()


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_who_withdraws_ends_it(active: Partnership, role: str) -> None:
    withdrawn = active.pair.withdraw("mentor" if role == "mentor" else "mentee")
    active.office.hear(withdrawn)
    type_, data = active.office.events(active.id)[-1]
    assert type_ == "PartnershipEnded"
    assert (data["outcome"], data["reason"]) == ("withdrawn", "NO_LONGER_NEEDED")
    assert data["ended_on"] == local(withdrawn.occurred_at)
    assert active.office.causes(active.id)[-1] == withdrawn.id
    assert active.get().body["state"] == "ended"


def test_who_leaves_ends_it_once_however_often_it_is_said(active: Partnership) -> None:
    left = heard(
        PersonLeft(person_id=active.pair.people["mentor"], left_on=date(2026, 6, 30)), at=now()
    )
    active.office.hear(left, active.pair.withdraw("mentor"))
    assert active.types.count("PartnershipEnded") == 1
    assert active.get().body["ended_on"] == "2026-06-30"


def test_a_fact_that_is_heard_again_is_not_answered_again(active: Partnership) -> None:
    absence = active.pair.plan_absence("mentor", "2026-07-06", "2026-07-20")
    active.office.hear(absence)
    active.office.hear(absence)
    assert active.types.count("PartnershipPaused") == 1


def test_an_absence_pauses_and_a_return_resumes(active: Partnership) -> None:
    pair = active.pair
    active.office.hear(pair.plan_absence("mentor", "2026-07-06", "2026-07-20"))
    active.office.hear(pair.plan_absence("mentee", "2026-07-10", "2026-07-15"))
    active.office.hear(pair.end_absence("mentor", "2026-07-12"))
    assert active.office.events(active.id)[-1] == (
        "PartnershipResumed",
        {"resumed_on": "2026-07-15"},
    )
    active.office.hear(pair.end_absence("mentee", "2026-07-13"))
    assert active.office.events(active.id)[-1][1] == {"resumed_on": "2026-07-13"}


def test_an_absence_that_was_known_before_the_proposal_pauses_from_the_start(pair: Pair) -> None:
    pair.office.hear(pair.plan_absence("mentor", "2198-07-06", "2198-07-20"))
    partnership = pair.proposed()
    assert partnership.types == ["PartnershipProposed", "PartnershipPaused"]
    pair.office.hear(pair.end_absence("mentor", "2198-07-12"))
    assert partnership.get().body["pauses"] == [
        {"paused_on": "2198-07-06", "until_on": "2198-07-12"}
    ]


def test_a_new_manager_replaces_the_signatory(active: Partnership) -> None:
    nina = active.office.person("nina")
    changed = active.pair.change_manager("mentor", nina)
    active.office.hear(changed)
    assert active.types[-1] == "SignatoryReplaced"
    assert active.office.causes(active.id)[-1] == changed.id
    by = active.office.token("nina")
    shown = active.office.get(f"/partnerships/{active.id}", by=by).body
    assert shown["missing_signatures"] == ["mentor_manager"]
    assert active.get(role="mentor_manager").rule == "not-found"
    digest = active.get("/agreements/1").body["digest"]
    path = f"/partnerships/{active.id}/agreements/1/signatures"
    signed = active.office.post(path, {"role": "mentor_manager", "digest": digest}, by=by)
    assert (signed.status, signed.body["in_force"]) == (201, False)
    assert active.get().body["state"] == "active"


def test_without_a_new_manager_the_last_one_stays(active: Partnership) -> None:
    active.office.hear(active.pair.change_manager("mentor", None))
    assert active.types[-1] == "PartnershipActivated"


def test_who_was_new_manager_before_the_proposal_is_its_signatory(pair: Pair) -> None:
    nina = pair.office.person("nina")
    pair.office.hear(pair.change_manager("mentor", nina))
    assert pair.proposed().get().body["mentor_manager_id"] == str(nina)


def test_who_has_withdrawn_is_proposed_no_more(pair: Pair) -> None:
    pair.office.hear(pair.withdraw("mentee"))
    assert pair.propose().rule == "enrollment-not-accepted"


def test_an_old_enrollment_s_end_does_not_end_what_a_new_one_began(pair: Pair) -> None:
    """The streams of two enrollments may be heard in any order."""
    manager = pair.people["mentee_manager"]
    pair.office.enroll(pair.people["mentee"], "mentee", manager, at=now())
    partnership = pair.proposed()
    pair.office.hear(pair.withdraw("mentee"))
    assert partnership.get().body["state"] == "proposed"
