-- Each list of alerts, whatever it is filtered by, is read in its own order from an index.

DROP INDEX alerts_all;

CREATE INDEX alerts_rule_work_list ON alerts (rule, level DESC, due_at, alert_id)
    WHERE closed_at IS NULL;

CREATE INDEX alerts_closed ON alerts (level DESC, due_at, alert_id) WHERE closed_at IS NOT NULL;
CREATE INDEX alerts_closed_program ON alerts (program_id, level DESC, due_at, alert_id)
    WHERE closed_at IS NOT NULL;
CREATE INDEX alerts_closed_rule ON alerts (rule, level DESC, due_at, alert_id)
    WHERE closed_at IS NOT NULL;

CREATE INDEX alerts_acknowledged ON alerts (level DESC, due_at, alert_id)
    WHERE acknowledged_at IS NOT NULL;
CREATE INDEX alerts_snoozed ON alerts (level DESC, due_at, alert_id)
    WHERE snoozed_until IS NOT NULL;
CREATE INDEX alerts_dismissed ON alerts (level DESC, due_at, alert_id)
    WHERE dismissed_at IS NOT NULL;

CREATE INDEX partnerships_program_paused ON partnerships (program_id, partnership_id)
    WHERE NOT isempty(paused) AND stage <> 'ended';
