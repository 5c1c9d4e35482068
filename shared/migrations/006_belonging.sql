-- Where this database belongs. The cluster gives its transactions their numbers; on another timeline
-- of a cluster some of its last transactions may be missing.
CREATE TABLE home (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    cluster text NOT NULL,
    timeline text NOT NULL
);

INSERT INTO home (cluster, timeline)
SELECT system_identifier::text, left(pg_walfile_name(pg_current_wal_lsn()), 8)
FROM pg_control_system();

-- The topics that the relay's checkpoint and the positions are about: one of the same name that was
-- made anew is another.
CREATE TABLE known_topics (
    topic text PRIMARY KEY,
    id uuid NOT NULL
);
