-- No copy of a name in the planner's statistics; who is erased is nobody to the identity provider.
ALTER TABLE names ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE people ALTER COLUMN subject DROP NOT NULL;
