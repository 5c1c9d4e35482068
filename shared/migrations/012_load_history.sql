-- Whole streams of another installation, with the ids, versions and times that they have there; only
-- when they came here is of here. All of it or nothing: VC409 if one of the streams is here already.
CREATE FUNCTION load_history(new_events jsonb) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    this_xid CONSTANT xid8 := pg_current_xact_id();
    -- Later than what was said before: whoever hears up to here has heard whole streams.
    this_time CONSTANT timestamptz := (SELECT greatest(clock_timestamp(), through) FROM relay);
    created bigint;
BEGIN
    CREATE TEMPORARY TABLE loading ON COMMIT DROP AS
    SELECT * FROM jsonb_to_recordset(new_events) AS event (
        stream text, version integer, id uuid, type text, schema_version integer, data jsonb,
        actor text, correlation_id uuid, causation_id uuid, traceparent text,
        occurred_at timestamptz, recorded_at timestamptz
    );

    INSERT INTO streams (stream, version, last_xid, last_recorded_at)
    SELECT stream, max(version), this_xid, max(recorded_at)
    FROM loading
    GROUP BY stream
    ORDER BY stream
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS created = ROW_COUNT;
    IF created < (SELECT count(DISTINCT stream) FROM loading) THEN
        RAISE 'a stream is here already' USING ERRCODE = 'VC409';
    END IF;

    INSERT INTO events (
        stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
        traceparent, occurred_at, recorded_at, imported_at
    )
    SELECT
        stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
        traceparent, occurred_at, recorded_at, this_time
    FROM loading
    ORDER BY stream, version;

    DROP TABLE loading;
    RETURN this_time;
END
$$;
