-- What is wrong with whom, since when, and what was done about it?
-- The consumer writes the derived columns, the web process the handling; neither touches the other's.

CREATE TYPE alert_level AS ENUM ('watch', 'red', 'managers', 'decision');

CREATE TABLE alerts (
    alert_id         uuid PRIMARY KEY,
    partnership_id   uuid NOT NULL,
    program_id       uuid NOT NULL,
    rule             text NOT NULL,
    basis            text NOT NULL,
    level            alert_level NOT NULL,
    due_at           timestamptz NOT NULL,
    raised_at        timestamptz NOT NULL,
    reached_at       timestamptz NOT NULL,
    evidence         uuid[] NOT NULL,
    told             text[] NOT NULL,
    by_event         uuid,
    closed_at        timestamptz,
    closed_as        text CHECK (closed_as IN ('resolved', 'withdrawn')),
    closed_reason    text,
    closed_by_event  uuid,
    acknowledged_at  timestamptz,
    acknowledged_by  uuid,
    acknowledged_level alert_level,
    snoozed_at       timestamptz,
    snoozed_by       uuid,
    snoozed_until    timestamptz,
    dismissed_at     timestamptz,
    dismissed_by     uuid,
    dismissed_reason text
);

CREATE INDEX alerts_open ON alerts (partnership_id, rule) WHERE closed_at IS NULL;
CREATE INDEX alerts_work_list ON alerts (level DESC, due_at, alert_id) WHERE closed_at IS NULL;
CREATE INDEX alerts_program_work_list ON alerts (program_id, level DESC, due_at, alert_id)
    WHERE closed_at IS NULL;
CREATE INDEX alerts_all ON alerts (level DESC, due_at, alert_id);
CREATE INDEX alerts_partnership ON alerts (partnership_id, raised_at);
