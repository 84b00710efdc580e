-- The applications of each tenant by which its users log in (OpenID Connect Core 1.0): registered clients that send browsers here.
CREATE TABLE application (
    client_id                 uuid    PRIMARY KEY REFERENCES registered_client ON DELETE CASCADE,
    -- Whether it keeps a secret; others show the code's verifier alone.
    confidential              boolean NOT NULL,
    redirect_uris             text[]  NOT NULL,
    post_logout_redirect_uris text[]  NOT NULL
);

-- What an application was let in to by a user's session. Its id is what the application's tokens name as their session.
CREATE TABLE application_grant (
    id         uuid        PRIMARY KEY,
    client_id  uuid        NOT NULL REFERENCES application ON DELETE CASCADE,
    session_id uuid        NOT NULL REFERENCES user_session ON DELETE CASCADE,
    scopes     text[]      NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX application_grant_client ON application_grant (client_id);
CREATE INDEX application_grant_session ON application_grant (session_id);
CREATE INDEX application_grant_created ON application_grant (created_at);

-- The code that begins a grant: the SHA-256 of a text that counts once.
CREATE TABLE authorization_code (
    hash         bytea       PRIMARY KEY,
    grant_id     uuid        NOT NULL REFERENCES application_grant ON DELETE CASCADE,
    redirect_uri text        NOT NULL,
    -- That of RFC 7636, by S256.
    challenge    text        NOT NULL,
    nonce        text,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);
CREATE INDEX authorization_code_grant ON authorization_code (grant_id);

-- The refresh tokens of a grant: only the last counts, and one that is used again ends the grant.
CREATE TABLE application_refresh_token (
    hash      bytea       PRIMARY KEY,
    grant_id  uuid        NOT NULL REFERENCES application_grant ON DELETE CASCADE,
    issued_at timestamptz NOT NULL,
    used_at   timestamptz
);
CREATE INDEX application_refresh_token_grant ON application_refresh_token (grant_id);
