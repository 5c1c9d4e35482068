-- A reader may wait for one of our own events.
CREATE INDEX events_id ON events (id);
