"""Reports, overviews and what-ifs over HTTP."""

import pytest

from tests.integration.accountability.conftest import Service
from tests.reference.facts import instant
from tests.support.histories.wire import identity

pytestmark = pytest.mark.usefixtures("pair")

RED = instant("2027-02-14T00:00:00Z")


def test_a_partnership_a_program_and_all_are_counted_alike(service: Service) -> None:
    service.clock.now = instant("2027-01-25T12:00:00Z")
    one, program, everything = (
        service.get(path).json
        for path in (
            f"/partnerships/{identity('pair')}/report",
            f"/programs/{identity('program')}/report",
            "/report",
        )
    )
    assert one == program == everything
    assert one is not None
    assert (one["slots_met"], one["slots_passed"]) == (1, 3)
    assert float(one["commitment_kept"]) == pytest.approx(1 / 3, abs=0.0001)
    assert (one["days_to_sign"], one["days_to_first_meeting"]) == (1, 11)


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/report", "mentor", 403),
        (f"/programs/{identity('program')}/report", "mentee-manager", 403),
        (f"/programs/{identity('nothing')}/report", "administrator", 404),
        (f"/partnerships/{identity('pair')}/report", "stranger", 404),
        (f"/partnerships/{identity('pair')}/report", "mentee", 200),
    ],
)
def test_who_may_ask(service: Service, path: str, who: str, status: int) -> None:
    assert service.get(path, who).status_code == status


def test_a_manager_gets_no_goals_check_ins_or_reasons(service: Service) -> None:
    answer = service.get(f"/partnerships/{identity('pair')}/report", "mentee-manager").json
    assert answer is not None
    assert {"goals", "goal_progress", "check_ins_due", "reasons"} & answer.keys() == set()
    assert answer["meetings_held"] == 1


def test_a_program_is_overviewed_by_health_and_open_alerts(service: Service) -> None:
    service.pass_until(RED)
    (program,) = service.items("/programs")
    assert (program["key"], program["partnerships"]) == ("leadership", 1)
    assert program["health"]["not meeting"] == 1
    assert program["open_alerts"] == {"watch": 1, "red": 2, "managers": 0, "decision": 0}


def test_a_what_if_says_which_alerts_appear_disappear_and_move(service: Service) -> None:
    service.clock.now = RED
    answer = service.post(
        "/what-if",
        {"policy": {"watch_factor": 1.2, "check_in_days": [], "check_in_every_days": 0}},
    )
    assert answer.status_code == 200, answer.json
    found = answer.json
    assert found is not None
    assert found["appear"] == []
    assert [alert["rule"] for alert in found["disappear"]] == ["check-in-overdue"]
    (moved,) = found["move"]
    assert moved["before"]["due_at"] == "2027-02-05T23:00:00Z"
    assert moved["after"]["due_at"] == "2027-02-01T23:00:00Z"
    assert service.post("/what-if", {"policy": {"watch_factor": 0}}).status_code == 422
    assert service.post("/what-if", {"policy": {}}, "mentor").status_code == 403


def test_a_what_if_changes_nothing(service: Service) -> None:
    before = service.items("/alerts?state=any")
    service.post("/what-if", {"policy": {"red_factor": 1}})
    assert service.items("/alerts?state=any") == before


def test_deliveries_are_written_for_those_who_are_told(service: Service) -> None:
    service.pass_until(instant("2027-03-01T00:00:00Z"))
    told = service.connection.execute(
        """
        SELECT kind, level::text, role, person_id IS NULL, detail
        FROM deliveries
        WHERE rule = 'no-meeting'
        ORDER BY told_at, level, role
        """
    ).fetchall()
    assert sorted(told) == [
        ("escalated", "managers", "mentee_manager", False, "numbers"),
        ("escalated", "managers", "mentor_manager", False, "numbers"),
        ("escalated", "red", "administrator", True, "full"),
        ("raised", "watch", "mentee", False, "full"),
        ("raised", "watch", "mentor", False, "full"),
    ]


def test_a_missing_next_meeting_is_not_sent_beside_the_missing_meetings(
    service: Service,
) -> None:
    def to_send() -> set[str]:
        rows = service.connection.execute("SELECT DISTINCT rule FROM deliveries_to_send")
        return {rule for (rule,) in rows}

    service.pass_until(instant("2027-01-24T00:00:00Z"))
    assert to_send() == {"no-next-meeting"}
    service.pass_until(RED)
    assert to_send() == {"no-meeting", "check-in-overdue"}
