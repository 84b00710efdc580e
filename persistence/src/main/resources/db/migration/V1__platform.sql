-- Commands: what clients were promised. The status columns are updated in place (HOT: none of them is indexed).
CREATE TABLE command (
    id             uuid        PRIMARY KEY,
    tenant         text        NOT NULL,
    type           text        NOT NULL,
    version        integer     NOT NULL,
    aggregate_type text        NOT NULL,
    aggregate_id   text        NOT NULL,
    principal      text        NOT NULL,
    payload        jsonb       NOT NULL,
    traceparent    text        NOT NULL,
    status         text        NOT NULL CHECK (status IN ('accepted', 'processing', 'succeeded', 'failed', 'dead')),
    attempts       integer     NOT NULL DEFAULT 0,
    accepted_at    timestamptz NOT NULL,
    published_at   timestamptz,
    started_at     timestamptz,
    finished_at    timestamptz,
    result         jsonb,
    problem        jsonb
) WITH (fillfactor = 80);
-- Lists are by tenant, newest first (ids are UUIDv7).
CREATE INDEX command_by_tenant ON command (tenant, id);
CREATE INDEX command_by_aggregate ON command (tenant, aggregate_id, id);
-- What went wrong is rare, and looked for.
CREATE INDEX command_unsuccessful ON command (tenant, status, id) WHERE status IN ('failed', 'dead');

-- Which request an idempotency key stands for.
CREATE TABLE idempotency_key (
    tenant      text        NOT NULL,
    principal   text        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    command_id  uuid        NOT NULL,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, principal, key)
);
CREATE INDEX idempotency_key_expiry ON idempotency_key (expires_at);

-- The outbox: insert-only, a partition an hour (UTC), whole partitions are dropped once every relay cursor has passed them.
CREATE SEQUENCE outbox_seq;
CREATE TABLE outbox (
    seq        bigint      NOT NULL DEFAULT nextval('outbox_seq'),
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    lane       smallint    NOT NULL CHECK (lane BETWEEN 0 AND 127),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    id         uuid        NOT NULL,
    topic      text        NOT NULL,
    record_key text        NOT NULL,
    headers    jsonb       NOT NULL,
    data       text        NOT NULL
) PARTITION BY RANGE (created_at);
CREATE INDEX outbox_by_xid ON outbox (xid);
CREATE INDEX outbox_by_seq ON outbox (seq);

-- Adds the partitions from the current hour on; answers how many were missing.
CREATE FUNCTION outbox_add_partitions(hours integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    first timestamptz := date_trunc('hour', clock_timestamp(), 'UTC');
    hour  timestamptz;
    name  text;
    added integer := 0;
BEGIN
    FOR i IN 0..hours LOOP
        hour := first + make_interval(hours => i);
        name := 'outbox_' || to_char(hour AT TIME ZONE 'UTC', 'YYYYMMDDHH24');
        IF to_regclass(name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF outbox FOR VALUES FROM (%L) TO (%L)',
                           name, hour, hour + interval '1 hour');
            added := added + 1;
        END IF;
    END LOOP;
    RETURN added;
END $$;
SELECT outbox_add_partitions(24);

-- Who publishes which lanes, and how far it has come. A shard is 16 lanes.
CREATE TABLE outbox_lease (
    shard        smallint    PRIMARY KEY CHECK (shard BETWEEN 0 AND 7),
    owner        text,
    epoch        bigint      NOT NULL DEFAULT 0,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    cursor       pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
    target       pg_snapshot,
    last_seq     bigint      NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
INSERT INTO outbox_lease (shard) SELECT generate_series(0, 7);
-- Which relays live, so that each takes its part of the shards and no more.
CREATE TABLE outbox_relay (
    owner       text        PRIMARY KEY,
    alive_until timestamptz NOT NULL
);

-- Which messages a consumer has had its effect of.
CREATE TABLE inbox (
    consumer text        NOT NULL,
    message  uuid        NOT NULL,
    seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, message)
);
CREATE INDEX inbox_by_age ON inbox USING brin (seen_at);

-- Events: one stream an aggregate, append-only; the primary key is the expected-version check.
CREATE TABLE event (
    tenant         text        NOT NULL,
    aggregate_type text        NOT NULL,
    aggregate_id   text        NOT NULL,
    sequence       bigint      NOT NULL,
    id             uuid        NOT NULL,
    type           text        NOT NULL,
    version        integer     NOT NULL,
    data           jsonb       NOT NULL,
    command_id     uuid        NOT NULL,
    traceparent    text,
    occurred_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant, aggregate_type, aggregate_id, sequence)
);
CREATE INDEX event_by_command ON event (command_id);

-- Rows of views; a row without a body was deleted and keeps its version. The body is json, not jsonb: it stays as it was
-- written, byte for byte, so that one version has one representation (ETag).
CREATE TABLE view_row (
    tenant     text        NOT NULL,
    view       text        NOT NULL,
    key        text        NOT NULL,
    version    bigint      NOT NULL,
    body       json,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, view, key)
) WITH (fillfactor = 70);

-- What happened on behalf of a command after its events were committed.
CREATE TABLE timeline (
    command_id uuid        NOT NULL,
    at         timestamptz NOT NULL,
    step       text        NOT NULL,
    detail     jsonb       NOT NULL
);
CREATE INDEX timeline_by_command ON timeline (command_id, at);
CREATE INDEX timeline_by_age ON timeline USING brin (at);
