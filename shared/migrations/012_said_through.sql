-- The clock of a database may be set back. So a moment is written down before a transaction's number
-- is taken as its mark: under later numbers nothing is recorded before it, whatever the clock says.
-- through: nothing is recorded before it any more; said_through: everything before it has been said.
ALTER TABLE relay ADD COLUMN said_through timestamptz;

UPDATE relay SET said_through = through;
