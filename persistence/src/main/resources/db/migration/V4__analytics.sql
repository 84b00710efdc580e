-- What passed the edge: exact counts by minute and by hour, who asked most, and the log of requests.
-- All four are partitioned by time (UTC) and lose whole partitions, never rows.

-- A count is added to by each batch that a node flushes. bins is the histogram of durations: the number of a bin times 2^44, plus its count.
CREATE TABLE traffic_minute (
    bucket   timestamptz NOT NULL,
    tenant   text        NOT NULL,
    route    text        NOT NULL,
    origin   text        NOT NULL,
    status   smallint    NOT NULL,
    requests bigint      NOT NULL,
    received bigint      NOT NULL,
    sent     bigint      NOT NULL,
    micros   bigint      NOT NULL,
    bins     bigint[]    NOT NULL,
    PRIMARY KEY (tenant, bucket, route, origin, status)
) PARTITION BY RANGE (bucket);
CREATE TABLE traffic_hour (LIKE traffic_minute INCLUDING ALL) PARTITION BY RANGE (bucket);

-- The sum of two histograms.
CREATE FUNCTION histogram_add(one bigint[], other bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg((bin << 44) | n ORDER BY bin), '{}')
    FROM (SELECT e >> 44 AS bin, sum(e & 17592186044415)::bigint AS n FROM unnest(one || other) AS e GROUP BY 1) AS summed
$$;

-- Who asked most: of every hour, tenant and kind the first of each writer's list, replaced as a whole.
CREATE TABLE traffic_top (
    bucket   timestamptz NOT NULL,
    tenant   text        NOT NULL,
    kind     text        NOT NULL,
    writer   uuid        NOT NULL,
    rank     smallint    NOT NULL,
    asker    text        NOT NULL,
    requests bigint      NOT NULL,
    failures bigint      NOT NULL,
    bytes    bigint      NOT NULL,
    over     bigint      NOT NULL,
    PRIMARY KEY (tenant, bucket, kind, writer, rank)
) PARTITION BY RANGE (bucket);

-- The log, insert-only. A row lies in the partition of the day on which it may go, so that tenants keep theirs for times of their own.
CREATE SEQUENCE request_log_seq;
CREATE TABLE request_log (
    expires    timestamptz NOT NULL,
    seq        bigint      NOT NULL DEFAULT nextval('request_log_seq'),
    at         timestamptz NOT NULL,
    tenant     text        NOT NULL,
    route      text        NOT NULL,
    origin     text        NOT NULL,
    target     text        NOT NULL,
    method     text        NOT NULL,
    path       text        NOT NULL,
    status     smallint    NOT NULL,
    micros     bigint      NOT NULL,
    received   bigint      NOT NULL,
    sent       bigint      NOT NULL,
    cache      text,
    user_name  text        NOT NULL,
    key_id     text        NOT NULL,
    client     text        NOT NULL,
    request_id text        NOT NULL,
    trace_id   text        NOT NULL,
    reason     text,
    detail     text
) PARTITION BY RANGE (expires);
CREATE INDEX request_log_by_tenant ON request_log (tenant, at DESC, seq DESC);
CREATE INDEX request_log_by_time ON request_log (at DESC, seq DESC);
CREATE INDEX request_log_by_request ON request_log (request_id);

-- The last batch that each writer has had counted: none counts twice.
CREATE TABLE traffic_writer (
    writer uuid        PRIMARY KEY,
    batch  bigint      NOT NULL,
    at     timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Adds the partition of one of the tables for the days from the first to before the next; answers whether it was missing.
CREATE FUNCTION analytics_add_partition(parent text, first date, next date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := parent || '_' || to_char(first, 'YYYYMMDD');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', name, parent,
                   first::text || ' 00:00:00+00', next::text || ' 00:00:00+00');
    RETURN true;
END $$;
