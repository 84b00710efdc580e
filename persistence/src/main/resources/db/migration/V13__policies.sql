-- Versions of the policy: drafts, and what was active once. 0 is the one that comes with the platform, and has no row.
CREATE TABLE policy_version (
    version    bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    -- Which writing of the draft this is, from 1.
    edition    bigint      NOT NULL,
    note       text,
    -- Rego and what it was compiled to; null for the platform's own policy.
    source     text,
    module     bytea,
    -- What roles grant; null for what comes with the platform.
    grants     json,
    tests      json        NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    CHECK ((source IS NULL) = (module IS NULL))
);

-- Which version was active from when on, numbered without gaps: who, when, what for. The last is active.
CREATE TABLE policy_activation (
    number  bigint      PRIMARY KEY,
    version bigint      NOT NULL,
    at      timestamptz NOT NULL,
    actor   text        NOT NULL,
    note    text
);
CREATE INDEX policy_activation_by_version ON policy_activation (version);

CREATE FUNCTION policy_activation_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'policy_activation is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER policy_activation_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_activation
    FOR EACH STATEMENT EXECUTE FUNCTION policy_activation_is_append_only();

-- A version that was active once stays as it was.
CREATE FUNCTION policy_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM policy_activation a WHERE a.version = OLD.version) THEN
        RAISE EXCEPTION 'policy_version % was active', OLD.version USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER policy_version_stays BEFORE UPDATE OR DELETE ON policy_version
    FOR EACH ROW EXECUTE FUNCTION policy_version_stays();
CREATE FUNCTION policy_version_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'policy_version may hold what was active' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER policy_version_not_emptied BEFORE TRUNCATE ON policy_version
    FOR EACH STATEMENT EXECUTE FUNCTION policy_version_is_not_emptied();

-- What each process decides by, and why not by the last activation if it refused that.
CREATE TABLE policy_node (
    node       text        PRIMARY KEY,
    activation bigint      NOT NULL,
    problem    text,
    at         timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Questions that the policy was asked lately, as far as they were drawn: what a draft is tried on.
CREATE TABLE policy_question (
    -- SHA-256 of the input.
    digest  bytea       PRIMARY KEY,
    input   text        NOT NULL,
    times   bigint      NOT NULL,
    last_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX policy_question_by_time ON policy_question (last_at);
