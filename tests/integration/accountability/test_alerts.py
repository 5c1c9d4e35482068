"""The work list and one alert: what is wrong, why, and who may know."""

from typing import Any

import pytest

from tests.integration.accountability.conftest import Service
from tests.integration.accountability.pair import Pair
from tests.reference.facts import instant
from tests.support.histories.wire import identity

pytestmark = pytest.mark.usefixtures("pair")

RED = instant("2027-02-14T00:00:00Z")
MANAGERS = instant("2027-03-01T00:00:00Z")


def the_alert(service: Service, rule: str = "no-meeting", who: str = "administrator") -> Any:
    (alert,) = service.items(f"/alerts?rule={rule}&handling=any", who)
    return alert


def test_silence_is_listed_the_worst_first(service: Service) -> None:
    service.pass_until(RED)
    found = service.items("/alerts")
    assert [(alert["rule"], alert["level"]) for alert in found] == [
        ("check-in-overdue", "red"),
        ("no-meeting", "red"),
        ("no-next-meeting", "watch"),
    ]
    assert found[1]["says"] == "They have not met since 15 January 2027."
    assert found[1]["told"] == ["mentee", "mentor", "administrator"]
    assert (found[1]["due_at"], found[1]["reached_at"]) == (
        "2027-02-05T23:00:00Z",
        "2027-02-12T23:00:00Z",
    )


def test_an_alert_is_told_with_its_history_evidence_and_facts(service: Service, pair: Pair) -> None:
    pair.say(
        "SilenceExplained", "2027-02-01T09:00:00Z", reason="TIME_NO_SLOT", by=identity("mentee")
    )
    service.hear(pair.new())
    service.pass_until(RED)
    answer = service.get(f"/alerts/{the_alert(service)['alert_id']}").json
    assert answer is not None
    assert [entry["type"] for entry in answer["history"]] == ["AlertRaised", "AlertEscalated"]
    (evidence,) = answer["evidence_events"]
    assert evidence["data"]["started_at"] == "2027-01-15T09:00:00Z"
    (explanation,) = answer["explanations"]
    assert (explanation["reason"], explanation["of_time"]) == ("TIME_NO_SLOT", True)
    assert [slot["starts_at"] for slot in answer["facts"]["slots"]][:2] == [
        "2027-01-22T09:00:00Z",
        "2027-01-29T09:00:00Z",
    ]
    (agreement,) = answer["facts"]["agreements"]
    assert len(agreement["signatures"]) == 4
    assert answer["facts"]["slots"][0]["agreement_version"] == agreement["agreement_version"]


def test_pages_follow_each_other(service: Service) -> None:
    service.pass_until(MANAGERS)
    whole = service.items("/alerts")
    seen, path = [], "/alerts?limit=1"
    while path:
        answer = service.get(path)
        assert answer.json is not None
        seen += answer.json["items"]
        cursor = answer.json["next"]
        path = f"/alerts?limit=1&cursor={cursor}" if cursor else ""
    assert seen == whole
    assert len(seen) > 2


def test_a_cursor_of_nonsense_is_no_page(service: Service) -> None:
    assert service.get("/alerts?cursor=WyJhIiwiYiIsImMiXQ").status_code == 404


@pytest.mark.parametrize(
    ("who", "rules"),
    [
        ("mentor", ["check-in-overdue", "no-meeting", "no-next-meeting"]),
        ("mentee", ["check-in-overdue", "no-meeting", "no-next-meeting"]),
        ("mentee-manager", ["no-meeting", "no-next-meeting"]),
        ("operator", ["check-in-overdue", "no-meeting", "no-next-meeting"]),
        ("integration", ["check-in-overdue", "no-meeting", "no-next-meeting"]),
        ("stranger", []),
    ],
)
def test_each_sees_their_own(service: Service, who: str, rules: list[str]) -> None:
    service.pass_until(RED)
    assert sorted(alert["rule"] for alert in service.items("/alerts", who)) == rules


def test_a_manager_gets_dates_and_numbers_only(service: Service, pair: Pair) -> None:
    pair.say("SilenceExplained", "2027-02-01T09:00:00Z", reason="PRIVATE", by=identity("mentee"))
    service.hear(pair.new())
    service.pass_until(RED)
    alert_id = the_alert(service)["alert_id"]
    answer = service.get(f"/alerts/{alert_id}", "mentee-manager")
    assert answer.json is not None
    assert answer.json["evidence_events"][0]["data"].keys() == {
        "meeting_id",
        "started_at",
        "minutes",
    }
    assert answer.json["explanations"] == []
    assert answer.json["facts"] is None
    assert "PRIVATE" not in answer.text


def test_what_one_may_not_know_is_not_found(service: Service) -> None:
    service.pass_until(RED)
    alert_id = the_alert(service)["alert_id"]
    overdue = the_alert(service, "check-in-overdue")["alert_id"]
    assert service.get(f"/alerts/{alert_id}", "stranger").status_code == 404
    assert service.get(f"/alerts/{overdue}", "mentee-manager").status_code == 404
    assert service.get("/alerts", "scopeless").status_code == 403


def test_an_alert_of_the_past_is_as_it_was(service: Service) -> None:
    service.pass_until(MANAGERS)
    (then,) = service.items("/alerts?rule=no-meeting&as_of=2027-02-10T00:00:00Z")
    assert (then["level"], then["told"]) == ("watch", ["mentee", "mentor"])
    assert service.items("/alerts?rule=no-meeting&as_of=2027-02-01T00:00:00Z") == []
    assert service.get("/alerts?as_of=2037-02-01T00:00:00Z").status_code == 409


def test_a_reader_waits_for_what_was_written(service: Service, pair: Pair) -> None:
    heard = pair.stream.events[-1]["id"]
    assert service.get(f"/alerts?after={heard}").status_code == 200
