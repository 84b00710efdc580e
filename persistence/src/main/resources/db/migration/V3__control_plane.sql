-- The edge's configuration as it stands. A document is json, not jsonb, so that its fields keep their author's order.
CREATE TABLE config_entry (
    id         uuid        PRIMARY KEY,
    kind       text        NOT NULL,
    tenant     text        NOT NULL,
    name       text        NOT NULL,
    -- What others refer to it by. Deferred: one change may hand a name from one entry to another.
    key        text        NOT NULL GENERATED ALWAYS AS (kind || '/' || tenant || '/' || name) STORED,
    document   json        NOT NULL,
    -- The keys of entries that it needs, and what no other entry may have besides it.
    refs       text[]      NOT NULL,
    claims     text[]      NOT NULL,
    revision   bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT config_entry_key UNIQUE (key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX config_entry_by_tenant ON config_entry (kind, tenant, name);
CREATE INDEX config_entry_refs ON config_entry USING gin (refs);
CREATE INDEX config_entry_claims ON config_entry USING gin (claims);

-- Every change ever made, numbered without gaps: who, when, and each entry's document before and after.
CREATE TABLE config_revision (
    revision bigint      PRIMARY KEY,
    at       timestamptz NOT NULL,
    actor    text        NOT NULL,
    action   text        NOT NULL,
    note     text,
    -- Whose entries it changed.
    tenants  text[]      NOT NULL,
    changes  json        NOT NULL
);
CREATE INDEX config_revision_tenants ON config_revision USING gin (tenants);

CREATE FUNCTION config_revision_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'config_revision is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER config_revision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON config_revision
    FOR EACH STATEMENT EXECUTE FUNCTION config_revision_is_append_only();

-- What each node serves, and why it does not serve a later revision if it refused one.
CREATE TABLE edge_node (
    node       text        PRIMARY KEY,
    revision   bigint      NOT NULL,
    problem    text,
    started_at timestamptz NOT NULL,
    at         timestamptz NOT NULL
) WITH (fillfactor = 50);

-- How often, and when last, each API key was used; nodes add what they counted every few seconds.
CREATE TABLE api_key_use (
    key_id       uuid        PRIMARY KEY,
    uses         bigint      NOT NULL,
    last_used_at timestamptz NOT NULL
) WITH (fillfactor = 50);
