-- The roles of who sent a command, as the intake verified them; empty for commands of before.
ALTER TABLE command ADD COLUMN principal_roles text NOT NULL DEFAULT '';
-- Who may see their own commands alone lists them by this.
CREATE INDEX command_by_principal ON command (tenant, principal, id);
