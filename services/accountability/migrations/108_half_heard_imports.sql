-- Imported facts keep the recorded times of their source, so a watermark of before the import says
-- nothing of them: until a later one, the rest of the stream may still be under way.
ALTER TABLE cases ADD COLUMN imported_at timestamptz;
