-- The audit, by month of its acts. What V2 kept moves here, ids and all.
ALTER TABLE audit RENAME TO audit_before;
ALTER TABLE audit_before RENAME CONSTRAINT audit_pkey TO audit_before_pkey;
ALTER INDEX audit_by_subject RENAME TO audit_before_by_subject;
DROP TRIGGER audit_append_only ON audit_before;

CREATE SEQUENCE audit_ids;
CREATE TABLE audit (
    id      bigint      NOT NULL DEFAULT nextval('audit_ids'),
    -- Empty where no tenant is concerned, or none is known.
    tenant  text        NOT NULL,
    at      timestamptz NOT NULL,
    actor   text        NOT NULL,
    action  text        NOT NULL,
    subject text        NOT NULL,
    reason  text,
    before  jsonb,
    after   jsonb,
    -- The transaction of the act, by which the sealer knows what has committed since.
    xid     xid8        NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE audit_ids OWNED BY audit.id;
CREATE INDEX audit_by_tenant ON audit (tenant, id);
CREATE INDEX audit_by_subject ON audit (subject, id);
CREATE INDEX audit_by_xid ON audit (xid, id);

-- Rows are neither changed nor removed, whichever partition a statement names. (V2 made the function.)
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Takes what no month's partition does: an act commits whether or not its month was prepared.
CREATE TABLE audit_other PARTITION OF audit DEFAULT;
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit_other
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Prepares the partition of the month in which a time lies (UTC). Does nothing if it is there, or if acts of that month are elsewhere.
CREATE FUNCTION audit_prepare(moment timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    first timestamptz := date_trunc('month', moment, 'UTC');
    next  timestamptz := date_trunc('month', first + interval '32 days', 'UTC');
    name  text := 'audit_' || to_char(first AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NOT NULL OR EXISTS (SELECT 1 FROM audit_other WHERE at >= first AND at < next) THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF audit FOR VALUES FROM (%L) TO (%L)', name, first, next);
    EXECUTE format('CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON %I '
        'FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()', name);
    RETURN true;
END $$;
SELECT audit_prepare(now()), audit_prepare(now() + interval '32 days');

INSERT INTO audit (id, tenant, at, actor, action, subject, reason, before, after)
SELECT id, tenant, at, actor, action, subject, reason, before, after FROM audit_before ORDER BY id;
SELECT setval('audit_ids', (SELECT coalesce(max(id), 0) + 1 FROM audit_before), false);
DROP TABLE audit_before;

-- The chain: a link for each row that has committed, which holds the row's digest and, by its hash, every link before it.
CREATE TABLE audit_link (
    seq       bigint      PRIMARY KEY,
    id        bigint      NOT NULL UNIQUE,
    at        timestamptz NOT NULL,
    sealed_at timestamptz NOT NULL,
    digest    bytea       NOT NULL,
    hash      bytea       NOT NULL
);
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE ON audit_link
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_link_never_emptied BEFORE TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Where the sealer is: rows of transactions below the floor are all in the chain. One row.
CREATE TABLE audit_sealer (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    floor  xid8    NOT NULL,
    -- When it began to seal what is not all sealed yet; null once nothing waits. All links until then say this time.
    behind timestamptz
);
INSERT INTO audit_sealer (floor) VALUES ('0');

-- Months whose rows were let go of; their links stay.
CREATE TABLE audit_retired (
    month date        PRIMARY KEY,
    rows  bigint      NOT NULL,
    at    timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER audit_retired_append_only BEFORE UPDATE OR DELETE ON audit_retired
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

-- Lets go of a month's rows once each has its link, and audits that. False if there is no such month, or a row without a link.
CREATE FUNCTION audit_retire(first date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := 'audit_' || to_char(first, 'YYYY_MM');
    loose boolean;
    count bigint;
BEGIN
    IF to_regclass(name) IS NULL OR EXISTS (SELECT 1 FROM audit_retired WHERE month = first) THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', name);
    EXECUTE format('SELECT count(*), coalesce(bool_or(l.id IS NULL), false) FROM %I a LEFT JOIN audit_link l ON l.id = a.id', name)
        INTO count, loose;
    IF loose THEN
        RETURN false;
    END IF;
    INSERT INTO audit_retired (month, rows) VALUES (first, count);
    INSERT INTO audit (tenant, at, actor, action, subject, after)
        VALUES ('', now(), 'um', 'retire', 'audit/' || to_char(first, 'YYYY-MM'), jsonb_build_object('rows', count));
    EXECUTE format('DROP TABLE %I', name);
    RETURN true;
END $$;
