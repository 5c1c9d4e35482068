-- Where this service goes on in each partition, and which consumer may move it.
-- through: the watermark that the partition's own position has reached.
CREATE TABLE positions (
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT 0,
    through timestamptz,
    PRIMARY KEY (topic, partition)
);

-- Everything this service has heard and acted upon, each event once.
CREATE TABLE journal (
    stream text NOT NULL,
    version integer NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    source text NOT NULL,
    data jsonb NOT NULL,
    actor text NOT NULL,
    correlation_id uuid NOT NULL,
    causation_id uuid,
    traceparent text,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    imported_at timestamptz,
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    PRIMARY KEY (stream, version)
);

CREATE INDEX journal_by_id ON journal (id);

CREATE TRIGGER journal_is_immutable
    BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE UPDATE, DELETE, TRUNCATE ON journal FROM PUBLIC, CURRENT_USER;

-- Records that could not be taken in, as they came, and everything of the same stream that came after.
-- A stream is parked while it has a row here that was not dropped.
CREATE TABLE parked (
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    stream text NOT NULL,
    version integer,
    record bytea NOT NULL,
    reason text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    dropped_at timestamptz,
    PRIMARY KEY (topic, partition, "offset")
);

CREATE INDEX parked_by_stream ON parked (stream, version);
