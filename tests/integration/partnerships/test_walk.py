"""The whole way of one partnership over HTTP, as its four people and the administrator walk it."""

from tests.integration.partnerships.office import ROLES, Pair, Partnership, ahead


def test_four_signatures_of_one_digest_activate(pair: Pair) -> None:
    partnership = pair.proposed()
    drafted = partnership.draft()
    in_force = [partnership.sign(role, drafted).body["in_force"] for role in ROLES]
    assert in_force == [False, False, False, True]
    assert partnership.get().body["state"] == "active"
    assert partnership.types[-2:] == ["AgreementSigned", "PartnershipActivated"]


def test_what_is_still_missing_is_shown_to_all_four(proposed: Partnership) -> None:
    drafted = proposed.draft()
    proposed.sign("mentee", drafted)
    for role in ROLES:
        shown = proposed.get(role=role).body
        assert shown["missing_signatures"] == ["mentor", "mentor_manager", "mentee_manager"]
        agreement = proposed.get("/agreements/1", role=role).body
        assert agreement["digest"] == drafted["digest"]
        assert agreement["slots"][0]["local_time"] == "09:00:00"
        assert agreement["contingencies"][1] == {"for": "travel", "then": {"kind": "remote"}}


def test_a_meeting_is_scheduled_moved_and_cancelled(active: Partnership) -> None:
    meeting = active.schedule()
    moved = {"starts_at": ahead(5), "minutes": 30, "reason": "TRAVEL"}
    active.made(f"/meetings/{meeting}/moves", moved, role="mentor")
    assert active.get().body["meetings"][0]["status"] == "scheduled"
    instead = {"reason": "TRAVEL", "replacement": {"starts_at": ahead(6), "minutes": 30}}
    cancelled = active.made(f"/meetings/{meeting}/cancellation", instead, role="mentee")
    assert active.types[-2:] == ["MeetingScheduled", "MeetingCancelled"]
    statuses = {each["meeting_id"]: each["status"] for each in active.get().body["meetings"]}
    assert statuses == {meeting: "cancelled", cancelled["replacement_id"]: "scheduled"}


def test_a_meeting_is_reported_disputed_confirmed_retracted(active: Partnership) -> None:
    meeting = active.report()
    active.made(f"/meetings/{meeting}/dispute", role="mentee")
    assert active.get().body["meetings"][0]["report"] == "disputed"
    active.made(f"/meetings/{meeting}/confirmation", role="mentee")
    active.made(f"/meetings/{meeting}/retraction", role="mentor")
    assert active.types[-4:] == [
        "MeetingHeld",
        "MeetingDisputed",
        "MeetingConfirmed",
        "MeetingRetracted",
    ]


def test_a_report_says_when_it_happened(active: Partnership) -> None:
    started_at = ahead(-2)
    active.report(started_at)
    with active.office.pool.connection() as db:
        row = db.execute(
            """
            SELECT occurred_at, occurred_at < recorded_at
            FROM events
            WHERE stream = %s AND type = 'MeetingHeld'
            """,
            (f"partnership-{active.id}",),
        ).fetchone()
    assert row is not None
    assert (row[0].isoformat(), row[1]) == (started_at, True)


def test_a_higher_priority_is_answered_by_the_agreement(active: Partnership) -> None:
    meeting = active.schedule(ahead(4))
    claim = {"meeting_id": meeting, "reason": "CUSTOMER_OR_INCIDENT"}
    conflict = active.made("/conflicts", claim, role="mentor_manager")["conflict_id"]
    proposed = active.get(role="mentee").body["conflicts"][0]["proposed"]
    assert (proposed["outcome"], proposed["contingency"]) == ("contingency", 0)
    answer = active.made(f"/conflicts/{conflict}/answer", role="mentee")
    assert answer["starts_at"] == proposed["starts_at"]
    assert active.types[-2:] == ["ConflictAnswered", "MeetingRescheduled"]
    assert active.get().body["meetings"][0]["starts_at"] == proposed["starts_at"]


def test_goals_check_ins_pauses_and_the_end(active: Partnership) -> None:
    goal = active.made("/goals", {"text": "Lead a project"}, role="mentee")["goal_id"]
    active.made(f"/goals/{goal}/progress", {"level": 2}, role="mentor")
    check_in = {
        "with": "mentor",
        "meeting_as_agreed": "partly",
        "progress": 2,
        "obstacle": "TIME_WORKLOAD",
        "manager_respects_times": "yes",
        "rating": 4,
        "needs_help": False,
    }
    active.made("/check-ins", check_in)
    active.made("/explanations", {"reason": "TIME_WORKLOAD"}, role="mentor")
    pause = {"paused_on": "2026-03-02", "resumes_on": "2026-03-16", "reason": "LEAVE_PLANNED"}
    active.made("/pauses", pause, role="mentee")
    active.made("/resumption", {"resumed_on": "2026-03-09"}, role="mentee")
    assert active.get().body["pauses"] == [{"paused_on": "2026-03-02", "until_on": "2026-03-09"}]
    end = {"ended_on": "2026-06-01", "outcome": "completed", "reason": "NO_LONGER_NEEDED"}
    active.made("/end", end, role="mentee")
    shown = active.get().body
    assert (shown["state"], shown["outcome"]) == ("ended", "completed")
    assert [goal["level"] for goal in shown["goals"]] == [2]


def test_an_amendment_replaces_the_agreement(active: Partnership) -> None:
    amended = active.draft(cadence_days=7, review_on="2026-06-01")
    assert active.get().body["agreement_version"] == 1
    for role in ROLES:
        active.sign(role, amended)
    assert active.types[-1] == "AgreementReplaced"
    assert active.get().body["agreement_version"] == 2
