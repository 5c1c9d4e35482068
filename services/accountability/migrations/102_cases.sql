-- The fold's state, one row a partnership. `next_due_at`: the next instant at which time alone may do something.

CREATE TABLE cases (
    partnership_id uuid PRIMARY KEY,
    partition      integer NOT NULL,
    version        integer NOT NULL,
    advanced_to    timestamptz,
    next_due_at    timestamptz,
    state          bytea NOT NULL
);

CREATE INDEX cases_due ON cases (partition, next_due_at) WHERE next_due_at IS NOT NULL;
