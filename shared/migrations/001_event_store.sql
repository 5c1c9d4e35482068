CREATE TABLE events (
    stream text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    id uuid NOT NULL,
    type text NOT NULL,
    schema_version integer NOT NULL,
    data jsonb NOT NULL,
    actor text NOT NULL,
    correlation_id uuid NOT NULL,
    causation_id uuid,
    traceparent text,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    imported_at timestamptz,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (stream, version),
    CHECK (occurred_at <= recorded_at),
    CHECK (recorded_at <= imported_at)
);

-- Whoever reads it all reads in this order, up to the oldest transaction that is still open:
-- positions alone are handed out before their transactions commit, so they appear out of order.
CREATE INDEX events_in_safe_order ON events (xid, position);

CREATE TABLE streams (
    stream text PRIMARY KEY,
    version integer NOT NULL,
    last_xid xid8 NOT NULL,
    last_recorded_at timestamptz NOT NULL
);

-- How far the events have been said on Kafka, in safe order, and which relay may move it.
-- through: everything recorded before has been said.
CREATE TABLE relay (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    fence bigint NOT NULL DEFAULT 0,
    xid xid8 NOT NULL DEFAULT '0',
    position bigint NOT NULL DEFAULT 0,
    through timestamptz
);

INSERT INTO relay DEFAULT VALUES;

CREATE TABLE commands (
    id text PRIMARY KEY,
    request_digest text NOT NULL,
    result jsonb NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are immutable' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER events_are_immutable
    BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE UPDATE, DELETE, TRUNCATE ON events FROM PUBLIC, CURRENT_USER;

-- A stream is not where an append expected it. VC409: somebody else was there first.
-- 40001: this transaction is older than the stream's last one, so that its events would stand before
-- them in the safe order; trying again, as a younger transaction, helps.
CREATE FUNCTION refuse_append(to_streams text[], this_xid xid8) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM streams WHERE stream = ANY(to_streams) AND last_xid > this_xid) THEN
        RAISE 'an older transaction was overtaken' USING ERRCODE = 'serialization_failure';
    END IF;
    RAISE 'version conflict' USING ERRCODE = 'VC409';
END
$$;

-- The append of one command to one stream, all of it or nothing. Without a key there is nothing to
-- remember; known_digest: the key was used, for the request with this digest, and known_result kept.
CREATE FUNCTION append_command(
    this_stream text, expected integer, new_events jsonb, this_actor text, this_correlation_id uuid,
    this_causation_id uuid, this_traceparent text, INOUT this_imported_at timestamptz,
    key text, digest text, result jsonb,
    OUT known_digest text, OUT known_result jsonb, OUT this_time timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    -- The number comes before the time: whoever has seen every transaction below some number knows
    -- that whatever is still to come was recorded later than that.
    this_xid CONSTANT xid8 := pg_current_xact_id();
    number_of_events CONSTANT integer := jsonb_array_length(new_events);
BEGIN
    IF key IS NOT NULL THEN
        INSERT INTO commands (id, request_digest, result) VALUES (key, digest, result)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            SELECT c.request_digest, c.result INTO known_digest, known_result
            FROM commands AS c
            WHERE c.id = key;
            RETURN;
        END IF;
    END IF;
    IF number_of_events = 0 THEN
        RETURN;
    END IF;

    IF expected = 0 THEN
        INSERT INTO streams (stream, version, last_xid, last_recorded_at)
        VALUES (this_stream, number_of_events, this_xid, coalesce(
            (new_events->-1->>'recorded_at')::timestamptz,
            greatest(clock_timestamp(), (SELECT through FROM relay))
        ))
        ON CONFLICT DO NOTHING
        RETURNING last_recorded_at INTO this_time;
    ELSE
        UPDATE streams
        SET version = expected + number_of_events,
            last_xid = this_xid,
            last_recorded_at = greatest(
                clock_timestamp(), (SELECT through FROM relay), last_recorded_at
            )
        WHERE stream = this_stream AND version = expected AND last_xid <= this_xid
        RETURNING last_recorded_at INTO this_time;
    END IF;
    IF NOT FOUND THEN
        PERFORM refuse_append(ARRAY[this_stream], this_xid);
    END IF;
    -- Imported events keep their source's times, so this alone tells what was said before them.
    IF this_imported_at IS NOT NULL THEN
        SELECT greatest(this_imported_at, clock_timestamp(), relay.through)
        INTO this_imported_at
        FROM relay;
    END IF;

    INSERT INTO events (
        stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
        traceparent, occurred_at, recorded_at, imported_at
    )
    SELECT
        this_stream, version, id, type, schema_version, data, this_actor, this_correlation_id,
        this_causation_id, this_traceparent, least(occurred_at, coalesce(recorded_at, this_time)),
        coalesce(recorded_at, this_time), this_imported_at
    FROM jsonb_to_recordset(new_events) AS event (
        version integer, id uuid, type text, schema_version integer, data jsonb,
        occurred_at timestamptz, recorded_at timestamptz
    )
    ORDER BY version;
END
$$;

-- The same for any number of streams at once, live events only: each stream moves from the version
-- before its first new event to that of its last one, or nothing at all is written.
CREATE FUNCTION append_events(new_events jsonb)
RETURNS TABLE (stream text, version integer, recorded_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    this_xid CONSTANT xid8 := pg_current_xact_id();
    written bigint;
BEGIN
    -- Whoever appends to several streams locks them in the same order.
    PERFORM FROM streams AS s
    WHERE s.stream IN (SELECT event->>'stream' FROM jsonb_array_elements(new_events) AS event)
    ORDER BY s.stream
    FOR UPDATE;

    RETURN QUERY
    WITH new AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(new_events) AS event (
            stream text, version integer, id uuid, type text, schema_version integer, data jsonb,
            actor text, correlation_id uuid, causation_id uuid, traceparent text,
            occurred_at timestamptz
        )
    ), goal AS (
        SELECT stream, min(version) - 1 AS expected, max(version) AS version
        FROM new
        GROUP BY stream
    ), time AS (
        SELECT greatest(clock_timestamp(), through) AS now FROM relay
    ), created AS (
        INSERT INTO streams AS s (stream, version, last_xid, last_recorded_at)
        SELECT stream, version, this_xid, now
        FROM goal, time
        WHERE expected = 0
        ORDER BY stream
        ON CONFLICT DO NOTHING
        RETURNING s.stream, s.last_recorded_at
    ), moved AS (
        UPDATE streams AS s
        SET version = goal.version,
            last_xid = this_xid,
            last_recorded_at = greatest(now, s.last_recorded_at)
        FROM goal, time
        WHERE s.stream = goal.stream
            AND s.version = goal.expected
            AND s.last_xid <= this_xid
            AND goal.expected > 0
        RETURNING s.stream, s.last_recorded_at
    ), written AS (
        INSERT INTO events AS e (
            stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
            traceparent, occurred_at, recorded_at
        )
        SELECT
            stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
            traceparent, least(occurred_at, last_recorded_at), last_recorded_at
        FROM new
        JOIN (TABLE created UNION ALL TABLE moved) AS head USING (stream)
        ORDER BY stream, version
        RETURNING e.stream, e.version, e.recorded_at
    )
    TABLE written;

    GET DIAGNOSTICS written = ROW_COUNT;
    IF written < jsonb_array_length(new_events) THEN
        PERFORM refuse_append(
            ARRAY(SELECT event->>'stream' FROM jsonb_array_elements(new_events) AS event), this_xid
        );
    END IF;
END
$$;
