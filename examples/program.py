"""The example program's key and terms."""

from typing import Any

PROGRAM: dict[str, Any] = {
    "key": "first-steps",
    "time_zone": "Europe/Berlin",
    "administrator": "",
    "terms": {
        "responsibilities": {
            "mentor": (
                "I share what I know, ask before I advise, keep what I hear to myself, and keep "
                "the times that we agreed on. If I cannot, I say so a day ahead and offer another."
            ),
            "mentee": (
                "I drive. I schedule our meetings, send an agenda the day before, say what I want "
                "to reach and report how far I have come."
            ),
            "manager": (
                "I know the agreed times and respect them. If something has priority, I say so "
                "early, and what we agreed on for that case is what happens."
            ),
            "administrator": (
                "I bring the two together, ask both regularly how it is going, or whether it is "
                "going at all, and help before it is too late."
            ),
        },
        "duration_weeks": {"least": 12, "usual": 26, "most": 52},
        "policy": {},
    },
}
