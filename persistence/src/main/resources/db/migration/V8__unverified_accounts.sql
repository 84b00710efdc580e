-- Accounts whose address nobody has verified are removed after a while.
CREATE INDEX account_unverified ON account (created_at) WHERE verified_at IS NULL;
