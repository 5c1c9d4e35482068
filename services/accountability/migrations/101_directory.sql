-- What accountability has heard of people and programs. Names follow the compacted people topic.

CREATE TABLE programs (
    program_id    uuid PRIMARY KEY,
    key           text NOT NULL,
    terms_version integer,
    policy        jsonb
);

CREATE TABLE people (
    person_id  uuid PRIMARY KEY,
    subject    text NOT NULL,
    time_zone  text NOT NULL,
    manager_id uuid,
    left_on    date
);

CREATE INDEX people_subject ON people (subject);

CREATE TABLE names (
    person_id uuid PRIMARY KEY,
    name      text NOT NULL
);

-- Whose planned absence an enrollment's events are about.
CREATE TABLE enrollments (
    enrollment_id uuid PRIMARY KEY,
    person_id     uuid NOT NULL,
    program_id    uuid NOT NULL
);

CREATE INDEX enrollments_person ON enrollments (person_id);
