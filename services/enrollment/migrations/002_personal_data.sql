-- No copy of a name or an address in the planner's statistics.
ALTER TABLE people ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE people ALTER COLUMN email SET STATISTICS 0;
