-- An index on the status, or one for some of them, keeps updates of a command from staying on its page (HOT): each settlement
-- then makes another entry in every index. Of those that fail this column changes, of all others no column that is indexed.
ALTER TABLE command ADD COLUMN unsuccessful boolean CHECK (unsuccessful);
UPDATE command SET unsuccessful = true WHERE status IN ('failed', 'dead');
DROP INDEX command_unsuccessful;
CREATE INDEX command_unsuccessful ON command (tenant, id) WHERE unsuccessful IS NOT NULL;
