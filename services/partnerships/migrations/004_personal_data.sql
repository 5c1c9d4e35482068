-- No copy of a name or a text in the planner's statistics.
ALTER TABLE names ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE texts ALTER COLUMN text SET STATISTICS 0;
