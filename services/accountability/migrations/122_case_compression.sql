-- A case is packed anew with every batch: lz4 takes a fraction of what the default takes. A server
-- that was built without it keeps the default.
DO $$
BEGIN
    ALTER TABLE cases ALTER COLUMN state SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN
        RAISE NOTICE 'this PostgreSQL has no lz4';
END
$$;
