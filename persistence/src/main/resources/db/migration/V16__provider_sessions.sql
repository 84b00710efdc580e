-- What a provider that let somebody in knows the session by, or the login that waits for a second factor; gone with either.
CREATE TABLE provider_session (
    session_id uuid  UNIQUE REFERENCES user_session ON DELETE CASCADE,
    challenge  bytea UNIQUE REFERENCES account_proof ON DELETE CASCADE,
    -- The entry that the provider is configured by.
    provider   uuid  NOT NULL,
    issuer     text  NOT NULL,
    subject    text  NOT NULL,
    -- The provider's own session; null if it tells of none.
    sid        text,
    -- The ID token, encrypted as the signing keys are; null if it is too long for a URL.
    id_token   bytea,
    CHECK (num_nonnulls(session_id, challenge) = 1)
);
CREATE INDEX provider_session_sid ON provider_session (provider, sid);
CREATE INDEX provider_session_subject ON provider_session (provider, subject);

-- The logout tokens that have counted, each by the SHA-256 of its jti, for as long as it might count again.
CREATE TABLE heard_logout (
    provider uuid        NOT NULL,
    jti      bytea       NOT NULL,
    until    timestamptz NOT NULL,
    PRIMARY KEY (provider, jti)
);
CREATE INDEX heard_logout_until ON heard_logout (until);
