"""Pairs that ended, or should have."""

from examples.pair import Pair, Story, ago


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


def past_its_end(pair: Pair) -> None:
    """The dates are over, and nobody has said how it ended."""
    pair.agree()
    pair.meet_regularly(last=pair.start - 7 * pair.weeks + 4)
    pair.pursue_goals(until=pair.start - 7 * pair.weeks + 4)
    pair.check_in(until=pair.start - 7 * pair.weeks)
