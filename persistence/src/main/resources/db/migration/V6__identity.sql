-- The users of each tenant.
CREATE TABLE account (
    id          uuid        PRIMARY KEY,
    tenant      text        NOT NULL,
    -- As its owner wrote it, and as it is compared.
    email       text        NOT NULL,
    email_key   text        NOT NULL,
    -- A hash with its parameters (PHC string format).
    password    text        NOT NULL,
    roles       text[]      NOT NULL,
    disabled    boolean     NOT NULL,
    verified_at timestamptz,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT account_email UNIQUE (tenant, email_key)
);

-- What was mailed to prove that a mailbox is read: the SHA-256 of a text that counts once.
CREATE TABLE account_proof (
    hash       bytea       PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    purpose    text        NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX account_proof_account ON account_proof (account_id, purpose);
CREATE INDEX account_proof_expiry ON account_proof (expires_at);

-- A login somewhere, from its beginning to its end.
CREATE TABLE user_session (
    id         uuid        PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    device     text        NOT NULL,
    address    text        NOT NULL,
    -- How its user showed who they are, and when (RFC 8176).
    methods    text[]      NOT NULL,
    proved_at  timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    used_at    timestamptz NOT NULL,
    idle_at    timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    ended_at   timestamptz,
    ended_by   text
);
CREATE INDEX user_session_account ON user_session (account_id, ended_at);
CREATE INDEX user_session_end ON user_session (ends_at);

-- The refresh tokens of a session: only the last counts, and one that is used again ends the session.
CREATE TABLE refresh_token (
    hash       bytea       PRIMARY KEY,
    session_id uuid        NOT NULL REFERENCES user_session ON DELETE CASCADE,
    issued_at  timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- The sessions that ended while access tokens of them may be about. Nodes ask for what was not visible when they asked last.
CREATE TABLE revoked_session (
    session_id uuid        PRIMARY KEY,
    until      timestamptz NOT NULL,
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX revoked_session_xid ON revoked_session (xid);
CREATE INDEX revoked_session_until ON revoked_session (until);

-- The keys that sign access tokens. Of each the private half is encrypted with a key that is not in the database.
CREATE TABLE signing_key (
    id             text        PRIMARY KEY,
    public_key     text        NOT NULL,
    sealed         bytea       NOT NULL,
    created_at     timestamptz NOT NULL,
    signs_from     timestamptz NOT NULL,
    signs_until    timestamptz NOT NULL,
    verifies_until timestamptz NOT NULL
);

-- Mail that was not handed over yet, encrypted as the signing keys are: it may hold proofs.
CREATE TABLE outgoing_mail (
    id         uuid        PRIMARY KEY,
    sealed     bytea       NOT NULL,
    attempts   integer     NOT NULL,
    due_at     timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX outgoing_mail_due ON outgoing_mail (due_at);

-- The budgets for attempts that may be guesses: when each is full again, which is later the more was taken out.
CREATE TABLE attempt_budget (
    key     bytea       PRIMARY KEY,
    full_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX attempt_budget_full ON attempt_budget (full_at);
