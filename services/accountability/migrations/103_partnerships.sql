-- Who is meeting, who is not? One row a partnership, rewritten with its case.
-- `mood` is the health but for pauses, which begin and end without an event.

CREATE TABLE partnerships (
    partnership_id    uuid PRIMARY KEY,
    program_id        uuid NOT NULL,
    time_zone         text NOT NULL,
    version           integer NOT NULL,
    stage             text NOT NULL CHECK (stage IN ('proposed', 'active', 'ended')),
    starts_on         date,
    ends_on           date,
    cadence_days      integer,
    last_held_at      timestamptz,
    pending           timestamptz[] NOT NULL,
    paused            tstzmultirange NOT NULL,
    mood              text NOT NULL
        CHECK (mood IN ('too early', 'on track', 'watch', 'not meeting', 'ended'))
);

CREATE INDEX partnerships_program ON partnerships (program_id, partnership_id);
CREATE INDEX partnerships_mood ON partnerships (mood, partnership_id);
CREATE INDEX partnerships_program_mood ON partnerships (program_id, mood, partnership_id);
CREATE INDEX partnerships_paused ON partnerships (partnership_id)
    WHERE NOT isempty(paused) AND stage <> 'ended';

-- Whose partnership is it? Decides who may see it, and whom an alert is told.
CREATE TABLE participants (
    partnership_id    uuid PRIMARY KEY,
    mentor_id         uuid NOT NULL,
    mentee_id         uuid NOT NULL,
    mentor_manager_id uuid NOT NULL,
    mentee_manager_id uuid NOT NULL
);

CREATE INDEX participants_mentor ON participants (mentor_id);
CREATE INDEX participants_mentee ON participants (mentee_id);
CREATE INDEX participants_mentor_manager ON participants (mentor_manager_id);
CREATE INDEX participants_mentee_manager ON participants (mentee_manager_id);
