-- What is to be said in the compacted topic of people: a name and address, or null when erased.
-- The relay deletes a row when it is said, so that no copy of personal data stays here.
CREATE TABLE people_outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id uuid NOT NULL,
    value jsonb,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
