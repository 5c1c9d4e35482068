-- A replay rebuilds tables into `replay`; cutover moves them to `public`, and what was there to
-- `retired`, from where rollback fetches it.
CREATE SCHEMA replay;
CREATE SCHEMA retired;

-- mark: what was committed by transactions below it is in the second set of tables.
CREATE TABLE replays (
    replay_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state       text NOT NULL DEFAULT 'running'
        CHECK (state IN ('running', 'paused', 'built', 'switched', 'discarded')),
    projections text[] NOT NULL,
    streams     bigint NOT NULL,
    events      bigint NOT NULL,
    mark        xid8 NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    built_at    timestamptz,
    switched_at timestamptz
);

-- There is one second set of tables.
CREATE UNIQUE INDEX replays_one ON replays ((true)) WHERE state <> 'discarded';

-- A part is the streams from `low` up to, not including, `high`; done with its rows, or not at all.
CREATE TABLE replay_parts (
    replay_id bigint NOT NULL REFERENCES replays,
    number    integer NOT NULL,
    source    text NOT NULL,
    low       text NOT NULL,
    high      text,
    streams   integer,
    events    integer,
    done_at   timestamptz,
    PRIMARY KEY (replay_id, number)
);

-- Handled alerts are few among those derived.
CREATE INDEX events_handling ON events (stream)
    WHERE type IN ('AlertAcknowledged', 'AlertSnoozed', 'AlertDismissed');

-- Who is erased is erased in every set of tables at once.
CREATE FUNCTION forget_subjects(erased uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    place text;
BEGIN
    FOREACH place IN ARRAY ARRAY['public', 'replay', 'retired'] LOOP
        IF to_regclass(place || '.people') IS NOT NULL THEN
            EXECUTE format('UPDATE %I.people SET subject = NULL WHERE person_id = ANY($1)', place)
            USING erased;
        END IF;
    END LOOP;
END
$$;
