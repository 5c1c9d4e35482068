"""Pairs that do not meet as they agreed, or not at all."""

from examples.pair import Pair, Story, ago


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


def disputed(pair: Pair) -> None:
    """The mentee says that they met; the mentor says that they did not."""
    pair.agree()
    pair.meet_regularly(last=41)
    pair.meet_once(31, answer="disputed", answered_on=ago(29))
    pair.pursue_goals(until=30)
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
