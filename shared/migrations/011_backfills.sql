-- Histories that were published, or are being published, to a topic of somebody's own: up to which
-- event of the safe order, and how far. live_offsets: at which offsets of the service's own topic
-- whoever has read all of it goes on.
CREATE TABLE backfills (
    topic text PRIMARY KEY,
    wanted jsonb NOT NULL,
    live_offsets jsonb NOT NULL,
    last_number bigint NOT NULL,
    last_position bigint NOT NULL,
    number bigint NOT NULL DEFAULT 0,
    position bigint NOT NULL DEFAULT 0,
    events bigint NOT NULL DEFAULT 0,
    finished_at timestamptz
);
