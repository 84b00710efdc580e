-- The clients of each tenant that may ask for tokens (RFC 6749, section 2): service accounts, which act for themselves.
CREATE TABLE registered_client (
    id         uuid        PRIMARY KEY,
    tenant     text        NOT NULL,
    name       text        NOT NULL,
    roles      text[]      NOT NULL,
    scopes     text[]      NOT NULL,
    disabled   boolean     NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT registered_client_name UNIQUE (tenant, name)
);
CREATE INDEX registered_client_tenant ON registered_client (tenant, id);

-- What a client shows to be known: the SHA-256 of a text of 256 random bits. Two at most, while one replaces the other.
CREATE TABLE client_secret (
    hash       bytea       PRIMARY KEY,
    client_id  uuid        NOT NULL REFERENCES registered_client ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    -- Null until another one replaces it.
    expires_at timestamptz
);
CREATE INDEX client_secret_client ON client_secret (client_id);

-- The access tokens that clients got for themselves, by their ids (jti), so that they can be revoked.
CREATE TABLE client_token (
    id         uuid        PRIMARY KEY,
    client_id  uuid        NOT NULL REFERENCES registered_client ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX client_token_client ON client_token (client_id);
