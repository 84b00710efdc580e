-- Work that failed for good, a letter a message; open until an operator decides, and history after that.
CREATE TABLE dead_letter (
    id              uuid        PRIMARY KEY,
    -- Empty if the message names no tenant; then the operator's tenant sees it.
    tenant          text        NOT NULL,
    consumer        text        NOT NULL,
    -- What waits behind it; one that begins with # holds nothing else up.
    key             text        NOT NULL,
    message_id      uuid        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('open', 'retrying', 'resolved', 'discarded')),
    reason          text        NOT NULL CHECK (reason IN ('permanent', 'exhausted', 'malformed')),
    type            text        NOT NULL,
    command_id      uuid,
    trace_id        text,
    headers         jsonb       NOT NULL,
    payload         bytea,
    published_at    timestamptz NOT NULL,
    exception       text        NOT NULL,
    message         text        NOT NULL,
    frame           text        NOT NULL,
    chain           text        NOT NULL,
    fingerprint     text        NOT NULL,
    attempts        integer     NOT NULL,
    first_failed_at timestamptz NOT NULL,
    last_failed_at  timestamptz NOT NULL,
    closed_at       timestamptz,
    UNIQUE (consumer, message_id)
) WITH (fillfactor = 80);
-- Lists are by tenant, newest first (ids are UUIDv7).
CREATE INDEX dead_letter_by_tenant ON dead_letter (tenant, id);
CREATE INDEX dead_letter_to_decide ON dead_letter (tenant, fingerprint, id) WHERE state IN ('open', 'retrying');

-- Keys whose messages wait: behind a letter (head), or, with the letter gone, until the queue is worked off. A key that is
-- due has work that a consumer is to take up.
CREATE TABLE parked_key (
    consumer  text        NOT NULL,
    key       text        NOT NULL,
    head      uuid,
    due       boolean     NOT NULL DEFAULT false,
    parked_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, key)
) WITH (fillfactor = 70);
CREATE INDEX parked_key_due ON parked_key (consumer, parked_at) WHERE due;

-- What waits, in its order.
CREATE TABLE parked_message (
    consumer     text        NOT NULL,
    key          text        NOT NULL,
    seq          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    message_id   uuid        NOT NULL,
    tenant       text        NOT NULL,
    type         text        NOT NULL,
    command_id   uuid,
    trace_id     text,
    headers      jsonb       NOT NULL,
    payload      bytea,
    published_at timestamptz NOT NULL,
    parked_at    timestamptz NOT NULL,
    PRIMARY KEY (consumer, key, seq),
    UNIQUE (consumer, message_id)
);

-- Who did what, when, to what and why: append-only.
CREATE TABLE audit (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant  text        NOT NULL,
    at      timestamptz NOT NULL,
    actor   text        NOT NULL,
    action  text        NOT NULL,
    subject text        NOT NULL,
    reason  text,
    before  jsonb,
    after   jsonb
);
CREATE INDEX audit_by_subject ON audit (subject, id);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
