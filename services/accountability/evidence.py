"""What stands behind an alert: its own history, its evidence, the reasons given, and the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.accountability.alerts.alert import Alert, AlertEvent
from services.accountability.excuses.absences import Absence, planned
from services.accountability.excuses.beside import FactsBeside, facts_beside, since_on
from services.accountability.excuses.excuse import Excuse, excuses
from services.accountability.journal import known_of, stories_of
from services.accountability.story.story import Story
from services.accountability.timeline.entry import Entry, is_hidden, of_alert, of_fact
from services.accountability.viewer import View
from shared.database import Connection
from shared.envelope import History


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Managers get dates and numbers: no reasons, and no facts about the pair's calendar."""

    history: Sequence[Entry]
    evidence_events: Sequence[Entry]
    explanations: Sequence[Excuse]
    facts: FactsBeside | None


def behind(
    connection: Connection, alert: Alert, said: History[AlertEvent], view: View, now: datetime
) -> Behind:
    story = stories_of(connection, [alert.partnership_id], now)[alert.partnership_id]
    evidence = set(alert.evidence)
    return Behind(
        history=[
            of_alert(recorded, view)
            for recorded in said.events
            if recorded.event.alert_id == alert.alert_id
        ],
        evidence_events=[
            of_fact(known, view)
            for known in story.facts
            if known.id in evidence and not is_hidden(known.event, view)
        ],
        explanations=_explanations(story) if view == "full" else [],
        facts=_facts(connection, story, now) if view == "full" else None,
    )


def _explanations(story: Story) -> Sequence[Excuse]:
    """Choose the reasons given since the pair last met."""
    since = since_on(story)
    return [e for e in excuses(story.facts) if since is None or story.day_of(e.given_at) >= since]


def _facts(connection: Connection, story: Story, now: datetime) -> FactsBeside:
    return facts_beside(story, absences_of(connection, story, now), now)


def absences_of(connection: Connection, story: Story, until: datetime) -> Sequence[Absence]:
    """Read what the pair's enrollments in this program planned, as it was known at an instant."""
    whose = _enrollments(connection, story)
    found: list[Absence] = []
    for stream, facts in known_of(connection, list(whose)):
        found += planned(whose[stream], [known for known in facts if known.at <= until])
    return found


def _enrollments(connection: Connection, story: Story) -> dict[str, UUID]:
    pair = [story.proposal.mentor_id, story.proposal.mentee_id]
    rows = connection.execute(
        """
        SELECT 'enrollment-' || enrollment_id, person_id
        FROM enrollments
        WHERE person_id = ANY(%s)
          AND program_id = %s
        """,
        (pair, story.proposal.program_id),
    )
    return dict(rows.fetchall())


def excuses_beside_facts(
    connection: Connection, story: Story
) -> Sequence[tuple[Excuse, FactsBeside | None]]:
    """Pair every reason with what was known when it was given, if it is a reason of time."""
    return [
        (excuse, _facts(connection, story.until(excuse.given_at), excuse.given_at))
        if excuse.of_time
        else (excuse, None)
        for excuse in excuses(story.facts)
    ]
