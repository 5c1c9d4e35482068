"""Who and what the examples are about: one program, one pair, their managers, fixed ids."""

from uuid import NAMESPACE_URL, UUID, uuid5


def known(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"mentoring/example/{name}")


PROGRAM_ID = known("program")
MENTOR_ID = known("mentor")
MENTEE_ID = known("mentee")
MENTOR_MANAGER_ID = known("mentor-manager")
MENTEE_MANAGER_ID = known("mentee-manager")
NEW_MANAGER_ID = known("new-manager")
ADMINISTRATOR_ID = known("administrator")
ENROLLMENT_ID = known("enrollment")
PARTNERSHIP_ID = known("partnership")
MEETING_ID = known("meeting")
CONFLICT_ID = known("conflict")
GOAL_ID = known("goal")
CHECK_IN_ID = known("check-in")
ALERT_ID = known("alert")
TIME_ZONE = "Europe/Berlin"
