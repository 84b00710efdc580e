-- Who calls versions of a tenant's API that are to end; nodes add what they counted every few seconds.
CREATE TABLE version_caller (
    tenant          text        NOT NULL,
    route           text        NOT NULL,
    version         text        NOT NULL,
    caller          text        NOT NULL,
    calls           bigint      NOT NULL,
    first_called_at timestamptz NOT NULL,
    last_called_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, route, version, caller)
) WITH (fillfactor = 50);
SELECT tenant_rows('version_caller', 'SELECT');
