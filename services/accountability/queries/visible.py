"""The part of the tables that a viewer may see, as SQL."""

from services.accountability.viewer import CONTENT_RULES, Viewer

Condition = tuple[str, dict[str, object]]


def partnerships_of(viewer: Viewer, partnership_id: str) -> Condition:
    """Restrict to the viewer's own partnerships; `partnership_id` is a column of the query."""
    if viewer.sees_all:
        return "TRUE", {}
    # An array, so that PostgreSQL looks these few up instead of walking a long list for them.
    return (
        f"""
        {partnership_id} = ANY(ARRAY(
            SELECT partnership_id FROM participants WHERE mentor_id = %(viewer)s
            UNION SELECT partnership_id FROM participants WHERE mentee_id = %(viewer)s
            UNION SELECT partnership_id FROM participants WHERE mentor_manager_id = %(viewer)s
            UNION SELECT partnership_id FROM participants WHERE mentee_manager_id = %(viewer)s
        ))
        """,  # noqa: S608 - the name of a column
        {"viewer": viewer.person_id},
    )


def alerts_of(viewer: Viewer) -> Condition:
    """Restrict to what the viewer may know: managers nothing that goals or check-ins would tell."""
    if viewer.sees_all:
        return "TRUE", {}
    own, values = partnerships_of(viewer, "alerts.partnership_id")
    return (
        f"""
        {own} AND (
            rule <> ALL(%(content_rules)s)
            OR EXISTS (
                SELECT FROM participants
                WHERE participants.partnership_id = alerts.partnership_id
                  AND %(viewer)s IN (mentor_id, mentee_id)
            )
        )
        """,
        {**values, "content_rules": list(CONTENT_RULES)},
    )
