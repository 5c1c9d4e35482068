-- Ids are those that a partnership gave its facts: another may have given the same.
DROP INDEX texts_by_partnership;
ALTER TABLE texts DROP CONSTRAINT texts_pkey;
ALTER TABLE texts ADD PRIMARY KEY (partnership_id, fact_id);
