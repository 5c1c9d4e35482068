"""What became of the pairs: most of them meet, and each way of not meeting is there once."""

from collections.abc import Callable

from examples.pair import Pair, ago

Story = Callable[[Pair], None]


def well(pair: Pair) -> None:
    pair.agree()
    pair.meet_regularly()
    pair.pursue_goals()
    pair.check_in()


def well_with_moves(pair: Pair) -> None:
    """Moved once in good time, cancelled once in good time, and met outside of the plan."""
    pair.agree()
    days = list(pair.occasions())
    moved = {
        "moved_to": pair.in_slot(days[1], later=2),
        "moved_on": f"{ago(days[1] + 9)} 12:00",
        "move_reason": "TRAVEL",
    }
    cancelled = {
        "status": "cancelled",
        "reported_on": f"{ago(days[3] + 9)} 08:30",
        "reason": "LEAVE_PLANNED",
    }
    pair.meet_regularly(but={2: moved, 4: cancelled})
    pair.say("meetings", started=f"{ago(days[3] - 2)} 12:00", minutes=30, status="held")
    pair.pursue_goals()
    pair.check_in()


def well_after_a_pause(pair: Pair) -> None:
    """Parental leave, three weeks; the rhythm goes on afterwards."""
    pair.agree()
    third = list(pair.occasions())[2]
    known = pair.in_slot(third + pair.cadence, later=1, at="09:00")
    pair.say(
        "pauses",
        recorded_on=known,
        by="mentee",
        paused_on=ago(third + 10),
        resumes_on=ago(third - pair.cadence + 8),
        reason="LEAVE_PLANNED",
    )
    on_leave = {"status": "cancelled", "reported_on": known, "reason": "LEAVE_PLANNED"}
    pair.meet_regularly(but={3: on_leave})
    pair.pursue_goals()
    pair.check_in(paused=pair.cadence + 2)


def on_pause(pair: Pair) -> None:
    pair.agree()
    pair.meet_regularly(last=29)
    pair.say(
        "pauses", recorded_on=ago(28), paused_on=ago(28), resumes_on=ago(-20), reason="LEAVE_SICK"
    )
    pair.pursue_goals(until=28)
    pair.check_in(until=28)


def new(pair: Pair) -> None:
    pair.agree()
    pair.say("goals", goal="first", set_on=ago(2))
    planned = f"{ago(-4)} {pair.at}"
    pair.say("meetings", planned=planned, scheduled_on=ago(2), minutes=60, status="scheduled")


def silent_since(days: int, *, explained: bool = False) -> Story:
    """They met, and then no more."""

    def story(pair: Pair) -> None:
        pair.agree()
        pair.meet_regularly(last=days + pair.cadence)
        pair.meet_once(days)
        pair.pursue_goals(until=days)
        pair.check_in()
        if explained:
            pair.say("explanations", on=ago(days - 20), reason="TIME_WORKLOAD")

    return story


def never_met(pair: Pair) -> None:
    pair.agree()
    pair.check_in(meeting_as_agreed="no", rating=3, obstacle="TIME_NO_SLOT", progress=0)


def nothing_planned(pair: Pair) -> None:
    pair.agree()
    pair.meet_regularly(last=10 + pair.cadence)
    pair.meet_once(10)
    pair.pursue_goals()
    pair.check_in()


def missed_twice(pair: Pair) -> None:
    """Monthly, with two appointments in between that one of them forgot."""
    pair.agree()
    pair.meet_regularly(last=35 + pair.cadence)
    pair.meet_once(33)
    pair.meet_once(21, status="missed", absent="mentor", reason="CUSTOMER_OR_INCIDENT")
    pair.meet_once(9, status="missed", absent="mentor", reason="TIME_WORKLOAD")
    pair.meet_once(-4, scheduled_on=ago(8), status="scheduled")
    pair.pursue_goals()
    pair.check_in(obstacle="TIME_WORKLOAD", needs_help="yes")


def missed_and_recovered(pair: Pair) -> None:
    """Missed, cancelled far too late, and then met again."""
    pair.agree()
    days = list(pair.occasions())
    missed = {"status": "missed", "absent": "mentee", "reason": "FORGOT"}
    late = {
        "status": "cancelled",
        "reported_on": pair.in_slot(days[4], at="09:00"),
        "by": "mentor",
        "reason": "TIME_NO_SLOT",
    }
    pair.meet_regularly(but={4: missed, 5: late})
    pair.pursue_goals()
    pair.check_in()


def reported_late(pair: Pair) -> None:
    """Two meetings were held, and only said so when the alert was there."""
    pair.agree()
    days = [day for day in pair.occasions() if day > 0]
    late = {"reported_on": f"{ago(days[-2] - 4)} 20:00"}
    pair.meet_regularly(but={len(days) - 2: late, len(days) - 1: late})
    pair.pursue_goals()
    pair.check_in()


def excused_late(pair: Pair) -> None:
    """Silent; only later they said that one of them had been ill for twelve days of it."""
    pair.agree()
    pair.meet_regularly(last=54)
    pair.meet_once(40)
    pair.say(
        "pauses", recorded_on=ago(6), paused_on=ago(24), resumes_on=ago(12), reason="LEAVE_SICK"
    )
    pair.pursue_goals(until=40)
    pair.check_in()


def signed_late(pair: Pair) -> None:
    """It took them a month to agree, and then it went well."""
    pair.agree(proposed_on=ago(pair.start + 38))
    pair.meet_regularly()
    pair.pursue_goals()
    pair.check_in()


def disputed(pair: Pair) -> None:
    """The mentee says that they met; the mentor says that they did not."""
    pair.agree()
    pair.meet_regularly(last=41)
    pair.meet_once(31, answer="disputed", answered_on=ago(29))
    pair.pursue_goals(until=30)
    pair.check_in()


def retracted(pair: Pair) -> None:
    """Reported by mistake, taken back, and held a week later than planned."""
    pair.agree()
    days = list(pair.occasions())
    taken_back = {"by": "mentor", "retracted_on": ago(days[2] - 1)}
    pair.meet_regularly(but={3: taken_back})
    pair.say("meetings", started=f"{ago(days[2] - 3)} 13:00", minutes=45, status="held")
    pair.pursue_goals()
    pair.check_in()


def conflict_open(pair: Pair) -> None:
    """A manager has something more important, and nobody has answered."""
    pair.agree()
    days = list(pair.occasions())
    pair.meet_regularly(but={len(days): {"status": "scheduled", "scheduled_on": ago(12)}})
    pair.say(
        "conflicts",
        meeting=pair.in_slot(days[-1]),
        raised_on=ago(5),
        role="mentee_manager",
        reason="MGR_PRIORITY_MENTEE",
    )
    pair.pursue_goals()
    pair.check_in()


def conflict_upheld(pair: Pair) -> None:
    """Too late to ask for another time: the meeting stood, and was held."""
    pair.agree(contingencies="travel: remote")
    pair.meet_regularly()
    third = list(pair.occasions())[2]
    pair.say(
        "conflicts",
        meeting=pair.in_slot(third),
        raised_on=pair.in_slot(third, at="08:00"),
        role="mentor_manager",
        reason="MGR_PRIORITY_MENTOR",
        answered_on=pair.in_slot(third, at="09:00"),
        outcome="upheld",
    )
    pair.pursue_goals()
    pair.check_in()


def conflict_moved(pair: Pair) -> None:
    """A week ahead a manager asked for another time, and after some days got what was agreed."""
    pair.agree(contingencies="manager_priority: move within 7 days; travel: remote")
    third = list(pair.occasions())[2]
    pair.say(
        "conflicts",
        meeting=pair.in_slot(third),
        raised_on=pair.in_slot(third + 7, at="08:00"),
        role="mentor_manager",
        reason="MGR_PRIORITY_MENTOR",
        answered_on=pair.in_slot(third + 7, later=4, at="10:00"),
        outcome="contingency",
        contingency=1,
    )
    pair.meet_regularly(but={3: {"started": pair.in_slot(third, later=7)}})
    pair.pursue_goals()
    pair.check_in()


def no_progress(pair: Pair) -> None:
    """They meet, and nothing comes of it."""
    pair.agree()
    pair.meet_regularly()
    pair.say("goals", goal="first", set_on=ago(pair.start - 10), progress=f"{ago(75)}: 1")
    pair.check_in(progress=1, obstacle="NO_AGENDA", rating=2)


def not_asked(pair: Pair) -> None:
    """Nobody has asked them how it is going since the first talk."""
    pair.agree()
    pair.meet_regularly()
    pair.pursue_goals()
    pair.check_in(until=pair.start - 16)


def past_its_end(pair: Pair) -> None:
    """The dates are over, and nobody has said how it ended."""
    pair.agree()
    pair.meet_regularly(last=pair.start - 7 * pair.weeks + 4)
    pair.pursue_goals(until=pair.start - 7 * pair.weeks + 4)
    pair.check_in(until=pair.start - 7 * pair.weeks)


def new_rhythm(pair: Pair) -> None:
    """Weekly was too much: all four signed an amendment, every two weeks."""
    pair.agree(cadence_days=7)
    pair.meet_regularly()
    amended = pair.start - 25
    signed = {f"{role}_signed": ago(amended) for role in ("mentor", "mentee")}
    signed |= {f"{role}_manager_signed": ago(amended - 2) for role in ("mentor", "mentee")}
    pair.say("agreements", drafted_on=ago(amended + 1), **pair.terms(), **signed)
    pair.pursue_goals()
    pair.check_in()


def unsigned(days: int, signatures: int) -> Story:
    """Proposed so many days ago; some have signed, and one manager has not."""

    def story(pair: Pair) -> None:
        roles = ("mentee_signed", "mentor_signed", "mentee_manager_signed")
        signed = {role: ago(days - 8) for role in roles[:signatures]}
        missing = dict.fromkeys((*roles[signatures:], "mentor_manager_signed"), "")
        pair.agree(proposed_on=ago(days), drafted_on=ago(days - 5), **signed, **missing)

    return story


def undrafted(days: int) -> Story:
    """Proposed so many days ago, and never worked out."""

    def story(pair: Pair) -> None:
        pair.agree(proposed_on=ago(days))
        proposed = ("partnership", "mentor", "mentee", "time_zone", "proposed_on")
        line = pair.lines["partnerships"][-1]
        pair.lines["partnerships"][-1] = {name: line[name] for name in proposed}

    return story


def ended(days: int, outcome: str, reason: str, by: str = "administrator") -> Story:
    """It ended so many days ago; until then they met."""

    def story(pair: Pair) -> None:
        pair.agree(ended_on=f"{ago(days)} 17:00", ended_by=by, outcome=outcome, reason=reason)
        pair.meet_regularly(last=days + 1)
        pair.pursue_goals(until=days + 1)
        pair.check_in(until=days + 1)

    return story


def given_up(days: int) -> Story:
    """Months of silence, and then the administrator ended it."""

    def story(pair: Pair) -> None:
        pair.agree(ended_on=f"{ago(days)} 12:00", outcome="inactive", reason="PARTNER_UNRESPONSIVE")
        pair.meet_regularly(last=days + 70)
        pair.pursue_goals(until=days + 70)
        pair.check_in(until=days + 1, meeting_as_agreed="no", rating=2)

    return story
