-- Whom must be told what? One row an alert event and person; only the live consumer writes them.
-- Administrators are known to the identity provider alone: their rows have no person.

CREATE TABLE deliveries (
    delivery_id    uuid PRIMARY KEY,
    event_id       uuid NOT NULL,
    alert_id       uuid NOT NULL,
    partnership_id uuid NOT NULL,
    rule           text NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('raised', 'escalated', 'resolved', 'withdrawn')),
    level          alert_level NOT NULL,
    role           text NOT NULL,
    person_id      uuid,
    detail         text NOT NULL CHECK (detail IN ('full', 'numbers')),
    told_at        timestamptz NOT NULL,
    sent_at        timestamptz
);

CREATE INDEX deliveries_unsent ON deliveries (person_id, told_at) WHERE sent_at IS NULL;
CREATE INDEX deliveries_alert ON deliveries (alert_id);

-- What is still worth sending: the alert stands as it was told, nobody has put it aside, and
-- nobody hears of a missing next meeting while they already hear of the missing meetings.
CREATE VIEW deliveries_to_send AS
SELECT delivery.*
FROM deliveries AS delivery
JOIN alerts AS alert USING (alert_id)
WHERE delivery.sent_at IS NULL
  AND alert.dismissed_at IS NULL
  AND (alert.snoozed_until IS NULL OR alert.snoozed_until <= now())
  AND (delivery.kind IN ('resolved', 'withdrawn') OR alert.closed_at IS NULL)
  AND NOT (
      delivery.rule = 'no-next-meeting'
      AND EXISTS (
          SELECT
          FROM alerts AS silence
          WHERE silence.partnership_id = delivery.partnership_id
            AND silence.rule = 'no-meeting'
            AND silence.closed_at IS NULL
      )
  );
