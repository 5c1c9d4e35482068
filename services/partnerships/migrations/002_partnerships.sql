-- Who is in which partnership, kept in the transaction of each append: lists, access and capacity
-- are read from it. proposed_at and ended_at are recorded times.
CREATE TABLE partnerships (
    partnership_id uuid PRIMARY KEY,
    program_id uuid NOT NULL,
    mentor_id uuid NOT NULL,
    mentee_id uuid NOT NULL,
    mentor_manager_id uuid NOT NULL,
    mentee_manager_id uuid NOT NULL,
    mentor_enrollment_id uuid NOT NULL,
    mentee_enrollment_id uuid NOT NULL,
    terms_version integer NOT NULL,
    time_zone text NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'active', 'ended')),
    agreement_version integer,
    starts_on date,
    ends_on date,
    proposed_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_on date,
    outcome text
);

CREATE INDEX partnerships_by_program ON partnerships (program_id, partnership_id);
CREATE INDEX partnerships_by_mentor ON partnerships (mentor_id, partnership_id);
CREATE INDEX partnerships_by_mentee ON partnerships (mentee_id, partnership_id);
CREATE INDEX partnerships_by_mentor_manager ON partnerships (mentor_manager_id, partnership_id);
CREATE INDEX partnerships_by_mentee_manager ON partnerships (mentee_manager_id, partnership_id);
CREATE INDEX partnerships_by_mentor_enrollment ON partnerships (mentor_enrollment_id);
CREATE INDEX partnerships_by_mentee_enrollment ON partnerships (mentee_enrollment_id);

-- Which fact of enrollment each partnership has answered, once.
CREATE TABLE reactions (
    partnership_id uuid NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (partnership_id, event_id)
);

-- The words that belong to a fact of the partnership, under that fact's id. They can be erased.
CREATE TABLE texts (
    fact_id uuid PRIMARY KEY,
    partnership_id uuid NOT NULL,
    author_id uuid NOT NULL,
    about_id uuid NOT NULL,
    text text NOT NULL
);

CREATE INDEX texts_by_partnership ON texts (partnership_id);
CREATE INDEX texts_by_author ON texts (author_id);
CREATE INDEX texts_by_subject ON texts (about_id);

-- What was imported: the same again changes nothing, anything else is refused.
CREATE TABLE imports (
    stream text PRIMARY KEY,
    digest text NOT NULL
);
