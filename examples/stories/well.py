"""Pairs that meet, each in its own way."""

from examples.pair import Pair, ago


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


def signed_late(pair: Pair) -> None:
    """It took them a month to agree, and then it went well."""
    pair.agree(proposed_on=ago(pair.start + 38))
    pair.meet_regularly()
    pair.pursue_goals()
    pair.check_in()


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


def retracted(pair: Pair) -> None:
    """Reported by mistake, taken back, and held a week later than planned."""
    pair.agree()
    days = list(pair.occasions())
    taken_back = {"by": "mentor", "retracted_on": ago(days[2] - 1)}
    pair.meet_regularly(but={3: taken_back})
    pair.say("meetings", started=f"{ago(days[2] - 3)} 13:00", minutes=45, status="held")
    pair.pursue_goals()
    pair.check_in()
