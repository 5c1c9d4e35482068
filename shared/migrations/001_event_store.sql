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

-- Appends to any number of streams: each moves from the version before its first new event to that of
-- its last one, or nothing at all is written. VC409: somebody else was there first.
-- 40001: this transaction is older than the stream's last one, so that its events would stand before
-- them in the safe order; trying again, as a younger transaction, helps.
CREATE FUNCTION append_events(new_events jsonb)
RETURNS TABLE (stream text, version integer, recorded_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    -- The number comes before the time: whoever has seen every transaction below some number knows
    -- that whatever is still to come was recorded later than that.
    this_xid CONSTANT xid8 := pg_current_xact_id();
    this_time CONSTANT timestamptz := clock_timestamp();
    written bigint;
BEGIN
    RETURN QUERY
    WITH new AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(new_events) AS event (
            stream text, version integer, id uuid, type text, schema_version integer, data jsonb,
            actor text, correlation_id uuid, causation_id uuid, traceparent text,
            occurred_at timestamptz, recorded_at timestamptz, imported_at timestamptz
        )
    ), goal AS (
        SELECT
            stream,
            min(version) - 1 AS expected,
            max(version) AS version,
            coalesce(max(recorded_at), this_time) AS recorded_at
        FROM new
        GROUP BY stream
    ), created AS (
        INSERT INTO streams AS s (stream, version, last_xid, last_recorded_at)
        SELECT stream, version, this_xid, recorded_at
        FROM goal
        WHERE expected = 0
        ORDER BY stream
        ON CONFLICT DO NOTHING
        RETURNING s.stream, s.last_recorded_at
    ), moved AS (
        UPDATE streams AS s
        SET version = goal.version,
            last_xid = this_xid,
            last_recorded_at = greatest(s.last_recorded_at, goal.recorded_at)
        FROM goal
        WHERE s.stream = goal.stream
            AND s.version = goal.expected
            AND s.last_xid <= this_xid
            AND goal.expected > 0
        RETURNING s.stream, s.last_recorded_at
    ), written AS (
        INSERT INTO events AS e (
            stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
            traceparent, occurred_at, recorded_at, imported_at
        )
        SELECT
            stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
            traceparent, least(occurred_at, coalesce(recorded_at, last_recorded_at)),
            coalesce(recorded_at, last_recorded_at), imported_at
        FROM new
        JOIN (TABLE created UNION ALL TABLE moved) AS head USING (stream)
        ORDER BY stream, version
        RETURNING e.stream, e.version, e.recorded_at
    )
    TABLE written;

    GET DIAGNOSTICS written = ROW_COUNT;
    IF written = jsonb_array_length(new_events) THEN
        RETURN;
    ELSIF EXISTS (
        SELECT FROM jsonb_to_recordset(new_events) AS event (stream text)
        JOIN streams USING (stream)
        WHERE last_xid > this_xid
    ) THEN
        RAISE 'an older transaction was overtaken' USING ERRCODE = 'serialization_failure';
    ELSE
        RAISE 'version conflict' USING ERRCODE = 'VC409';
    END IF;
END
$$;

-- The append of one command, in one round trip. Without a key there is nothing to remember.
-- known_digest: the key was used before, for the request with this digest, and known_result answered.
CREATE FUNCTION append_command(
    new_events jsonb, key text, digest text, result jsonb,
    OUT recorded_at timestamptz, OUT known_digest text, OUT known_result jsonb
) LANGUAGE plpgsql AS $$
BEGIN
    IF key IS NOT NULL THEN
        INSERT INTO commands VALUES (key, digest, result) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            SELECT c.request_digest, c.result INTO known_digest, known_result
            FROM commands AS c
            WHERE c.id = key;
            RETURN;
        END IF;
    END IF;
    SELECT max(appended.recorded_at) INTO recorded_at FROM append_events(new_events) AS appended;
END
$$;
