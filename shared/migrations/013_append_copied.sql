-- The events of many streams are copied into a temporary table, as rows: read out of one JSON text
-- they cost PostgreSQL more than all that is done with them.
DROP FUNCTION append_events(jsonb);

-- Append what lies in incoming_events to any number of streams at once, live events only: each stream
-- moves from the version before its first new event to that of its last one, or nothing is written.
CREATE FUNCTION append_events()
RETURNS TABLE (stream text, recorded_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    this_xid CONSTANT xid8 := pg_current_xact_id();
    moved bigint;
BEGIN
    -- Whoever appends to several streams locks them in the same order.
    PERFORM FROM streams AS s
    WHERE s.stream IN (SELECT stream FROM incoming_events)
    ORDER BY s.stream
    FOR UPDATE;

    RETURN QUERY
    WITH goal AS (
        SELECT stream, min(version) - 1 AS expected, max(version) AS version
        FROM incoming_events
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
    ), head AS (
        TABLE created UNION ALL TABLE moved
    ), written AS (
        INSERT INTO events AS e (
            stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
            traceparent, occurred_at, recorded_at
        )
        SELECT
            stream, version, id, type, schema_version, data::jsonb, actor, correlation_id,
            causation_id, traceparent, least(occurred_at, last_recorded_at), last_recorded_at
        FROM incoming_events
        JOIN head USING (stream)
        ORDER BY stream, version
    )
    TABLE head;

    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved < (SELECT count(DISTINCT stream) FROM incoming_events) THEN
        PERFORM refuse_append(ARRAY(SELECT stream FROM incoming_events), this_xid);
    END IF;
END
$$;
