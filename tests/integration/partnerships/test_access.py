"""Who may know of a partnership, and what of it they see."""

import pytest

from shared.clock import now
from shared.events.enrollment import PersonLeft
from tests.integration.partnerships.office import ROLES, Partnership, heard


@pytest.fixture
def with_goal(active: Partnership) -> Partnership:
    active.made("/goals", {"text": "Lead a project"}, role="mentee")
    active.report()
    return active


def test_the_two_see_their_words_and_nobody_else_does(with_goal: Partnership) -> None:
    for role in ("mentor", "mentee"):
        assert [goal["text"] for goal in with_goal.get(role=role).body["goals"]] == [
            "Lead a project"
        ]
    assert [goal["text"] for goal in with_goal.get().body["goals"]] == [None]


def test_managers_see_dates_and_numbers_and_no_content(with_goal: Partnership) -> None:
    shown = with_goal.get(role="mentee_manager").body
    assert shown["goals"] == []
    assert [meeting["status"] for meeting in shown["meetings"]] == ["held"]


def test_a_partnership_of_others_is_told_as_if_there_were_none(active: Partnership) -> None:
    office = active.office
    office.person("eve")
    eve = office.token("eve")
    path = f"/partnerships/{active.id}"
    assert office.get(path, by=eve).rule == "not-found"
    assert office.get(f"{path}/agreements", by=eve).rule == "not-found"
    assert office.post(f"{path}/held-meetings", REPORT, by=eve).rule == "not-found"
    assert office.get("/partnerships", by=eve).body["items"] == []


REPORT = {"started_at": "2026-06-01T09:00:00Z", "minutes": 60}


def test_a_list_shows_one_s_own(active: Partnership) -> None:
    for role in ROLES:
        items = active.office.get("/partnerships", by=active.pair.token(role)).body["items"]
        assert [item["partnership_id"] for item in items] == [active.id]
    program = active.office.program_id
    everybody = active.office.get(f"/partnerships?program_id={program}&state=active").body
    assert [item["partnership_id"] for item in everybody["items"]] == [active.id]
    none = active.office.get(f"/partnerships?program_id={program}&state=ended").body
    assert none["items"] == []


def test_a_subject_that_nobody_knows_is_refused(active: Partnership) -> None:
    assert active.office.get("/partnerships", by="participant/ghost").rule == "forbidden"
    path = f"/partnerships/{active.id}/held-meetings"
    assert active.office.post(path, REPORT, by="participant/ghost").status == 404


def test_who_has_left_is_nobody_any_more(active: Partnership) -> None:
    left = PersonLeft(person_id=active.pair.people["mentor_manager"], left_on=now().date())
    active.office.hear(heard(left, at=now()))
    assert active.get(role="mentor_manager").rule == "not-found"


def test_an_integration_is_never_more_than_its_scopes(active: Partnership) -> None:
    path = f"/partnerships/{active.id}"
    assert active.office.get(path, by="reader/bot").status == 200
    end = {"ended_on": "2026-06-01", "outcome": "no_fault", "reason": "OTHER"}
    assert active.office.post(f"{path}/end", end, by="reader/bot").rule == "forbidden"
    assert active.office.post(f"{path}/end", end, by="integration/bot").status == 201


def test_an_operator_sees_no_names_and_does_nothing(active: Partnership) -> None:
    path = f"/partnerships/{active.id}"
    shown = active.office.get(path, by="operator/ops").body
    assert {person["name"] for person in shown["people"]} == {None}
    assert active.office.post(f"{path}/pauses", {}, by="operator/ops").rule == "forbidden"


def test_only_administrators_propose_and_check_in(active: Partnership) -> None:
    assert active.post("/check-ins", {}, role="mentor").rule == "forbidden"
    by = active.pair.token("mentor")
    assert active.office.post("/partnerships", {}, by=by).rule == "forbidden"


def test_pages_hold_everything_once(active: Partnership) -> None:
    listed: list[str] = []
    path = "/partnerships?limit=1"
    while path:
        page = active.office.get(path).body
        listed += [item["partnership_id"] for item in page["items"]]
        path = f"/partnerships?limit=1&cursor={page['next']}" if page["next"] else ""
    assert active.id in listed
    assert len(listed) == len(set(listed))
    assert active.office.get("/partnerships?cursor=WyJ4Il0").rule == "no-such-page"
