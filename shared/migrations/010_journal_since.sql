-- Which transaction took an event in: whoever read up to a snapshot finds what has come since.
-- Numbers of another cluster, after a restore, only make it find more than that.
ALTER TABLE journal ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX journal_since ON journal (xid);
