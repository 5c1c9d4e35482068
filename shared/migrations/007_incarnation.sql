-- A table that was restored from a dump, into whatever cluster, is another.
ALTER TABLE home ADD COLUMN incarnation oid NOT NULL DEFAULT 0;
UPDATE home SET incarnation = 'home'::regclass;
