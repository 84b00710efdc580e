-- The secret that an account shares with its owner's authenticator (RFC 6238), encrypted as the signing keys are.
CREATE TABLE second_factor (
    account_id   uuid        PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    sealed       bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    -- Null until a first code has shown that the authenticator has it.
    confirmed_at timestamptz,
    -- The last time step of which a code was accepted: no code of it, or from before, counts again on any node.
    step         bigint      NOT NULL
);

-- What stands in for the authenticator when it is lost: the SHA-256 of texts of 120 bits, each of which counts once.
CREATE TABLE recovery_code (
    account_id uuid  NOT NULL REFERENCES second_factor ON DELETE CASCADE,
    hash       bytea NOT NULL,
    PRIMARY KEY (account_id, hash)
);
