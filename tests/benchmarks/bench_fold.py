"""How many facts a second are folded with all rules: `python -m tests.benchmarks.bench_fold`."""

import sys
from collections.abc import Sequence
from datetime import datetime
from time import perf_counter

import msgspec

from services.accountability.case.state import Case
from services.accountability.facts import Fact
from services.accountability.fold import advance, begin, step
from tests.support.histories.bulk import bulk
from tests.support.histories.wire import Wire

UNTIL = datetime.fromisoformat("2027-06-01T00:00:00Z")


def facts(told: Sequence[Wire]) -> list[Fact]:
    return [
        Fact(
            id=event["id"],
            sequence=int(event["sequence"]),
            type=event["type"],
            recorded=datetime.fromisoformat(event["recordedtime"]),
            time=datetime.fromisoformat(event["time"]),
            data=msgspec.json.Encoder(decimal_format="number").encode(event["data"]),
        )
        for event in told
    ]


def fold_all(histories: Sequence[Sequence[Fact]]) -> tuple[int, list[Case]]:
    cases, said = [], 0
    for number, history in enumerate(histories):
        case = begin(str(number))
        for fact in history:
            said += len(step(case, fact))
        said += len(advance(case, UNTIL))
        cases.append(case)
    return said, cases


def main(partnerships: int = 2000) -> None:
    histories = [facts(told) for told in bulk(partnerships, seed=7)]
    total = sum(map(len, histories))
    began = perf_counter()
    said, cases = fold_all(histories)
    folded = perf_counter()
    stored = [msgspec.json.encode(case) for case in cases]
    written = perf_counter()
    for state in stored:
        msgspec.json.decode(state, type=Case)
    read = perf_counter()
    sys.stdout.write(
        f"{total} facts of {partnerships} partnerships, {said} alert events: "
        f"{1e6 * (folded - began) / total:.1f} µs a fact, "
        f"{total / (folded - began):,.0f} a second\n"
        f"a case at the end: {sum(map(len, stored)) / partnerships:,.0f} bytes, "
        f"written in {1e6 * (written - folded) / partnerships:.0f} µs, "
        f"read in {1e6 * (read - written) / partnerships:.0f} µs\n"
    )


if __name__ == "__main__":
    main()
