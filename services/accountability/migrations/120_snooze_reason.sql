-- Why an alert was snoozed, where somebody said so.
ALTER TABLE alerts ADD COLUMN snoozed_reason text;
