-- Some rules never reach some levels: whoever lists a rule's alerts of a level must know how many
-- there are, or PostgreSQL walks past all the others to find them.
CREATE STATISTICS alerts_of_rule_and_level (mcv) ON rule, level FROM alerts;
