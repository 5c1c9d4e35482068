"""Pairs whose managers have something more important."""

from examples.pair import Pair, ago


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
