-- An instant as it is published: RFC 3339, UTC, six decimals if it is not a whole second.
CREATE FUNCTION instant(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT replace(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000', '')
$$;
