-- What the platform shows a provider that users log in with, encrypted as the signing keys are. A provider is an entry of the configuration,
-- of kind providers.
CREATE TABLE provider_secret (
    provider uuid        PRIMARY KEY,
    sealed   bytea       NOT NULL,
    set_at   timestamptz NOT NULL
);

-- Whom a provider knows, as an account.
CREATE TABLE linked_identity (
    id         uuid        PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    tenant     text        NOT NULL,
    issuer     text        NOT NULL,
    subject    text        NOT NULL,
    -- Those of the account's roles that come from the provider's groups.
    roles      text[]      NOT NULL,
    created_at timestamptz NOT NULL,
    used_at    timestamptz NOT NULL,
    CONSTRAINT linked_identity_subject UNIQUE (tenant, issuer, subject)
);
CREATE INDEX linked_identity_account ON linked_identity (account_id);

-- A login that was begun and waits for its provider: the SHA-256 of what whoever began it holds.
CREATE TABLE pending_login (
    hash         bytea       PRIMARY KEY,
    tenant       text        NOT NULL,
    provider     uuid        NOT NULL,
    redirect_uri text        NOT NULL,
    -- Whose other identity it is to be; null for a login.
    account_id   uuid        REFERENCES account ON DELETE CASCADE,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX pending_login_expiry ON pending_login (expires_at);
CREATE INDEX pending_login_account ON pending_login (account_id);
