-- How far this service's events have been said on Kafka, in safe order, and which relay may move it.
-- through: everything recorded before has been said.
CREATE TABLE relay (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    fence bigint NOT NULL DEFAULT 0,
    xid xid8 NOT NULL DEFAULT '0',
    position bigint NOT NULL DEFAULT 0,
    through timestamptz
);

INSERT INTO relay DEFAULT VALUES;

-- An instant as it is published: RFC 3339, UTC, six decimals if it is not a whole second.
CREATE FUNCTION instant(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT replace(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000', '')
$$;
