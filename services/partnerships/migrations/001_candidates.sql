-- What enrollment has said of those who can be brought together, and when it was recorded.

CREATE TABLE terms (
    program_id uuid NOT NULL,
    terms_version integer NOT NULL,
    duration_weeks jsonb NOT NULL,
    policy jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (program_id, terms_version)
);

CREATE TABLE people (
    person_id uuid PRIMARY KEY,
    subject text,
    time_zone text NOT NULL,
    manager_id uuid,
    left_on date
);

CREATE INDEX people_by_subject ON people (subject) WHERE left_on IS NULL;
CREATE INDEX people_by_manager ON people (manager_id);

CREATE TABLE enrollments (
    enrollment_id uuid PRIMARY KEY,
    program_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    capacity integer NOT NULL,
    manager_id uuid NOT NULL,
    terms_version integer NOT NULL,
    accepted_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);

CREATE INDEX enrollments_by_person ON enrollments (program_id, person_id, role);

-- event_id: the fact that planned it.
CREATE TABLE absences (
    event_id uuid PRIMARY KEY,
    enrollment_id uuid NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    reason text NOT NULL,
    ended_on date
);

CREATE INDEX absences_by_enrollment ON absences (enrollment_id);

-- A copy of the names, which follows the topic of people.
CREATE TABLE names (
    person_id uuid PRIMARY KEY,
    name text NOT NULL
);
