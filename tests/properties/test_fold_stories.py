"""What holds of the fold for any history, however hostile."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from services.accountability.case.state import Case
from services.accountability.facts import Fact
from services.accountability.fold import advance, begin, fold, next_due_at, step
from services.accountability.said import AlertEscalated, AlertRaised, Derived
from tests.support.histories.hostile import hostile
from tests.support.histories.wire import ENCODER, Wire

seeds = st.integers(min_value=0, max_value=2**32)
some = settings(max_examples=25, deadline=None, derandomize=True)


def read(event: Wire) -> Fact:
    return Fact(
        id=event["id"],
        sequence=int(event["sequence"]),
        type=event["type"],
        recorded=datetime.fromisoformat(event["recordedtime"]),
        time=datetime.fromisoformat(event["time"]),
        data=ENCODER.encode(event["data"]),
    )


def history(rng: Random) -> list[Fact]:
    return [read(event) for event in hostile(rng, "p", wild=True)]


def end(facts: Sequence[Fact]) -> datetime:
    return max(fact.recorded for fact in facts) + timedelta(days=400)


def whole(facts: Sequence[Fact]) -> list[Derived]:
    return fold(begin("p"), facts, end(facts)) if facts else []


@some
@given(seeds)
def test_an_earlier_until_gives_a_prefix(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    facts = history(rng)
    if facts:
        until = rng.choice(facts).recorded + timedelta(days=rng.choice((0, 1, 30)))
        early = fold(begin("p"), facts, until)
        assert early == whole(facts)[: len(early)]


@some
@given(seeds)
def test_a_case_can_be_stored_between_any_two_steps(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    facts = history(rng)
    stored, said = msgspec.json.encode(begin("p")), []
    for fact in facts:
        case = msgspec.json.decode(stored, type=Case)
        said += step(case, fact)
        stored = msgspec.json.encode(case)
    if facts:
        said += advance(msgspec.json.decode(stored, type=Case), end(facts))
    assert said == whole(facts)


@some
@given(seeds)
def test_duplicates_change_nothing(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    facts = history(rng)
    told = [again for k in range(len(facts)) for again in (facts[k], rng.choice(facts[: k + 1]))]
    if facts:
        assert fold(begin("p"), told, end(facts)) == whole(facts)


@some
@given(seeds)
def test_many_small_steps_of_time_are_one_big_one(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    facts = history(rng)
    case, said = begin("p"), []
    for fact in facts:
        while (due := next_due_at(case)) is not None and due <= fact.recorded:
            said += advance(case, due)
        said += step(case, fact)
    while facts and (due := next_due_at(case)) is not None and due <= end(facts):
        assert advance(case, due - timedelta(microseconds=1)) == []
        news = advance(case, due)
        assert news
        said += news
    assert said == whole(facts)


@some
@given(seeds)
def test_alerts_are_told_in_the_order_of_time(seed: int) -> None:
    said = whole(history(Random(seed)))  # noqa: S311
    moments = [
        event.raised_at if isinstance(event, AlertRaised | AlertEscalated) else event.at
        for event in said
    ]
    assert moments == sorted(moments)


@some
@given(seeds)
def test_an_alert_is_raised_once_and_closed_once(seed: int) -> None:
    open_alerts: dict[str, str] = {}
    for event in whole(history(Random(seed))):  # noqa: S311
        name = type(event).__name__
        if name == "AlertRaised":
            assert event.rule not in open_alerts
            open_alerts[event.rule] = event.alert_id
        else:
            assert open_alerts[event.rule] == event.alert_id
        if name in ("AlertResolved", "AlertWithdrawn"):
            del open_alerts[event.rule]
