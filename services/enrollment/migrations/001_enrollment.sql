-- What lists are read from; each row changes in the transaction of the event that changes it.

CREATE TABLE programs (
    program_id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    newest_terms integer,
    newest_digest text,
    version integer NOT NULL,
    number bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY
);

-- The only place where names and addresses are kept. An erased person has none.
CREATE TABLE people (
    person_id uuid PRIMARY KEY,
    subject text,
    name text,
    email text,
    time_zone text NOT NULL,
    manager_id uuid,
    left_on date,
    erased boolean NOT NULL DEFAULT false,
    version integer NOT NULL,
    number bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
    CHECK (NOT erased OR num_nonnulls(subject, name, email) = 0)
);

CREATE UNIQUE INDEX people_subject ON people (subject) WHERE left_on IS NULL;
CREATE INDEX people_manager ON people (manager_id);

CREATE TABLE enrollments (
    enrollment_id uuid PRIMARY KEY,
    program_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    capacity integer NOT NULL,
    terms_version integer NOT NULL,
    status text NOT NULL,
    version integer NOT NULL,
    number bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY
);

CREATE UNIQUE INDEX enrollments_open ON enrollments (program_id, person_id, role)
WHERE status IN ('requested', 'accepted');
CREATE INDEX enrollments_person ON enrollments (person_id);
CREATE INDEX enrollments_program ON enrollments (program_id, number);

-- What was imported: the same again changes nothing, anything else is refused.
CREATE TABLE imports (
    stream text PRIMARY KEY,
    digest text NOT NULL
);
