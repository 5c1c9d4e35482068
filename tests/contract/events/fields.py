"""The fields of every event, written down by hand from the language, in its order."""

POLICY = [
    "first_meeting_days",
    "watch_factor",
    "red_factor",
    "decision_factor",
    "managers_after_days",
    "next_meeting_days",
    "missed_streak",
    "stalled_agreement_days",
    "progress_days",
    "check_in_days",
    "check_in_every_days",
    "check_in_grace_days",
    "conflict_answer_days",
    "quiet_days_before_end",
    "not_ended_days",
]

ALERT = "alert_id partnership_id program_id rule"
IN_FORCE = "agreement_version starts_on ends_on cadence_days notice_hours"

TEXT = {
    "ProgramCreated": "program_id key",
    "TermsPublished": "program_id terms_version responsibilities duration_weeks policy digest",
    "PersonRegistered": "person_id subject time_zone manager_id",
    "ManagerChanged": "person_id manager_id",
    "PersonLeft": "person_id left_on",
    "PersonErased": "person_id",
    "EnrollmentRequested": "enrollment_id program_id person_id role capacity terms_version",
    "TermsAcknowledged": "enrollment_id person_id as terms_version digest",
    "EnrollmentAccepted": (
        "enrollment_id program_id person_id role capacity manager_id terms_version"
    ),
    "EnrollmentDeclined": "enrollment_id person_id reason",
    "EnrollmentWithdrawn": "enrollment_id reason",
    "UnavailabilityPlanned": "enrollment_id from_on until_on reason replacement_id",
    "UnavailabilityEnded": "enrollment_id ended_on",
    "PartnershipProposed": (
        "partnership_id program_id mentor_id mentee_id mentor_manager_id mentee_manager_id "
        "time_zone terms_version policy"
    ),
    "AgreementDrafted": (
        "agreement_version starts_on ends_on cadence_days slots notice_hours contingencies "
        "scheduler agenda_hours review_on digest"
    ),
    "AgreementSigned": "agreement_version signer_id role digest",
    "AgreementDeclined": "agreement_version signer_id role reason",
    "PartnershipActivated": IN_FORCE,
    "AgreementReplaced": IN_FORCE,
    "SignatoryReplaced": "role person_id",
    "MeetingScheduled": "meeting_id starts_at minutes slot by",
    "MeetingRescheduled": "meeting_id starts_at minutes by reason",
    "MeetingCancelled": "meeting_id by reason",
    "MeetingHeld": "meeting_id started_at minutes reported_by",
    "MeetingMissed": "meeting_id absent reported_by reason",
    "MeetingConfirmed": "meeting_id by",
    "MeetingDisputed": "meeting_id by",
    "MeetingRetracted": "meeting_id by",
    "ConflictRaised": "conflict_id meeting_id raised_by role reason",
    "ConflictAnswered": "conflict_id outcome contingency agreement_version by",
    "GoalSet": "goal_id due_on",
    "ProgressReported": "goal_id level reported_by",
    "CheckInRecorded": (
        "check_in_id with by meeting_as_agreed progress obstacle manager_respects_times rating "
        "needs_help"
    ),
    "SilenceExplained": "by reason next_meeting_on",
    "PartnershipPaused": "paused_on resumes_on reason",
    "PartnershipResumed": "resumed_on",
    "PartnershipEnded": "ended_on outcome reason",
    "AlertRaised": f"{ALERT} basis level due_at raised_at evidence tell by_event",
    "AlertEscalated": f"{ALERT} level due_at raised_at tell by_event",
    "AlertEased": f"{ALERT} level at by_event",
    "AlertResolved": f"{ALERT} reason at by_event tell",
    "AlertWithdrawn": f"{ALERT} reason at by_event tell",
    "AlertAcknowledged": f"{ALERT} by at",
    "AlertSnoozed": f"{ALERT} by at until reason",
    "AlertSnoozedV1": f"{ALERT} by at until",
    "AlertDismissed": f"{ALERT} by at reason",
}

FIELDS = {event: fields.split() for event, fields in TEXT.items()}
