-- What the owner of an account says about themselves; who has said nothing has no row.
CREATE TABLE profile (
    account_id   uuid        PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    display_name text,
    -- A language tag (BCP 47) and the name of a time zone (IANA).
    locale       text,
    time_zone    text,
    -- What applications keep for the owner: texts by name.
    preferences  jsonb       NOT NULL,
    -- Counts the changes, those of the account's address too.
    edition      bigint      NOT NULL,
    changed_at   timestamptz NOT NULL
);

-- The address that a proof shows to be the owner's, where that is not the account's address yet.
ALTER TABLE account_proof ADD COLUMN address text;
