-- The second wall between tenants (ADR 33). The platform's own work runs as who owns the tables, whom no policy holds. What a tenant's
-- request does runs as a role with the rights below and no others, in a transaction that says which tenant's: it finds and makes rows of
-- that tenant alone, whatever a statement asks for. A table without a line here, or in a later migration, is closed to it.

-- The role for this database's tenants; roles are the cluster's, so it has the name of who owns the tables, and _tenant.
DO $$
DECLARE
    tenants name := session_user || '_tenant';
    kept    name := session_user;
BEGIN
    IF tenants = kept THEN -- names are cut after 63 bytes
        RAISE EXCEPTION 'The name of the login % leaves no room for that of the role for its tenants', kept
            USING HINT = 'Have who owns the tables called by 56 bytes at most';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = tenants) THEN
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', tenants);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration was first
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'There is no role %, and % may not make one', tenants, kept
                    USING HINT = format('Have an administrator run: CREATE ROLE %1$I NOLOGIN NOINHERIT; GRANT %1$I TO %2$I', tenants, kept);
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = tenants AND (rolsuper OR rolbypassrls)) THEN
        RAISE EXCEPTION 'The role % is above row-level security: no wall would hold it', tenants;
    END IF;
    BEGIN
        EXECUTE format('SET LOCAL ROLE %I', tenants);
    EXCEPTION WHEN insufficient_privilege THEN
        BEGIN
            EXECUTE format('GRANT %I TO %I', tenants, kept);
            EXECUTE format('SET LOCAL ROLE %I', tenants);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE EXCEPTION '% may not act as the role %', kept, tenants
                USING HINT = format('Have an administrator run: GRANT %I TO %I', tenants, kept);
        END;
    END;
    SET LOCAL ROLE NONE;
    IF NOT has_schema_privilege(tenants, current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), tenants);
    END IF;
    EXECUTE format('CREATE FUNCTION tenant_role() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L', format('SELECT %L::text', tenants));
END $$;

-- The tenant that the transaction is held to; null if it is held to none. (A setting that was local to a transaction is empty after it.)
CREATE FUNCTION current_tenant() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('um.tenant', true), '')
$$;

-- Holds the transaction from here on to a tenant's rows, to nobody's (an empty text), or to none. Where the path for names begins with who
-- acts ("$user"), it is to go on with the schema that it began with.
CREATE FUNCTION hold_to_rows(tenant text, everybody boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', (SELECT string_agg(quote_ident(s), ', ') FROM unnest(current_schemas(false)) AS s), true),
        set_config('um.tenant', tenant, true),
        set_config('role', CASE WHEN everybody THEN 'none' ELSE tenant_role() END, true);
END $$;

-- Lets tenants do something with a table, none of whose rows is a tenant's.
CREATE FUNCTION tenant_table(name regclass, rights text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('GRANT %s ON %s TO %I', rights, name, tenant_role());
END $$;

-- Lets tenants do something with those rows of a table for which a condition holds.
CREATE FUNCTION tenant_rows(name regclass, rights text, condition text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %s USING (%s)', name, condition);
    PERFORM tenant_table(name, rights);
END $$;

-- Lets tenants do something with their rows of a table that says whose each is.
CREATE FUNCTION tenant_rows(name regclass, rights text) RETURNS void LANGUAGE sql AS $$
    SELECT tenant_rows(name, rights, 'tenant = (SELECT current_tenant())')
$$;

-- Commands and what came of them.
SELECT tenant_rows('command', 'SELECT, UPDATE');
SELECT tenant_rows('idempotency_key', 'SELECT');
SELECT tenant_rows('event', 'SELECT');
SELECT tenant_rows('view_row', 'SELECT');
SELECT tenant_rows('timeline', 'SELECT', 'EXISTS (SELECT FROM command c WHERE c.id = command_id)');
SELECT tenant_rows('dead_letter', 'SELECT, UPDATE');
SELECT tenant_rows('parked_message', 'SELECT');
-- A key begins with its tenant, but for one that is a message's own, which begins with #: whose that is the message's letter says.
SELECT tenant_rows('parked_key', 'SELECT, UPDATE', $$starts_with(key, (SELECT current_tenant()) || '/')
    OR EXISTS (SELECT FROM dead_letter l WHERE l.consumer = parked_key.consumer AND l.key = parked_key.key)$$);
SELECT tenant_table('inbox', 'SELECT, INSERT');

-- The audit. Links are hashes.
SELECT tenant_rows('audit', 'SELECT, INSERT');
SELECT tenant_table('audit_link', 'SELECT');

-- The edge: its configuration, its traffic, its webhooks.
SELECT tenant_rows('config_entry', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_rows('config_revision', 'SELECT, INSERT', 'tenants @> ARRAY[(SELECT current_tenant())]');
SELECT tenant_rows('api_key_use', 'SELECT', 'EXISTS (SELECT FROM config_entry e WHERE e.id = key_id)');
SELECT tenant_table('edge_node', 'SELECT');
SELECT tenant_rows('traffic_minute', 'SELECT');
SELECT tenant_rows('traffic_hour', 'SELECT');
SELECT tenant_rows('traffic_top', 'SELECT');
SELECT tenant_rows('request_log', 'SELECT');
SELECT tenant_rows('webhook_message', 'SELECT, INSERT');
SELECT tenant_rows('webhook_delivery', 'SELECT, INSERT, UPDATE');
SELECT tenant_rows('webhook_attempt', 'SELECT', 'EXISTS (SELECT FROM webhook_delivery d WHERE d.id = delivery)');
SELECT tenant_rows('webhook_endpoint', 'SELECT, DELETE', 'EXISTS (SELECT FROM config_entry e WHERE e.id = webhook_endpoint.id)');
SELECT tenant_rows('webhook_secret', 'SELECT, INSERT, UPDATE, DELETE', 'EXISTS (SELECT FROM config_entry e WHERE e.id = endpoint)');

-- Accounts and clients, with what lets them in.
SELECT tenant_rows('account', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_rows('linked_identity', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_rows('pending_login', 'SELECT, INSERT, DELETE');
SELECT tenant_rows(owned, 'SELECT, INSERT, UPDATE, DELETE', 'EXISTS (SELECT FROM account a WHERE a.id = account_id)')
FROM unnest(ARRAY['profile', 'account_proof', 'second_factor', 'recovery_code', 'user_session']::regclass[]) AS owned;
SELECT tenant_rows(held, 'SELECT, INSERT, UPDATE, DELETE', 'EXISTS (SELECT FROM user_session s WHERE s.id = session_id)')
FROM unnest(ARRAY['refresh_token', 'browser_session']::regclass[]) AS held;
SELECT tenant_table('revoked_session', 'SELECT, INSERT');
SELECT tenant_rows('registered_client', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_rows(held, 'SELECT, INSERT, UPDATE, DELETE', 'EXISTS (SELECT FROM registered_client c WHERE c.id = client_id)')
FROM unnest(ARRAY['client_secret', 'client_token', 'application', 'application_grant']::regclass[]) AS held;
SELECT tenant_rows('provider_secret', 'SELECT, INSERT, UPDATE, DELETE', 'EXISTS (SELECT FROM config_entry e WHERE e.id = provider)');
SELECT tenant_table('attempt_budget', 'SELECT, INSERT, UPDATE');
SELECT tenant_table('outgoing_mail', 'INSERT');

-- Functions are everybody's only where nobody has taken that back.
DO $$ BEGIN
    EXECUTE format('GRANT USAGE ON SEQUENCE audit_ids TO %I', tenant_role());
    EXECUTE format('GRANT EXECUTE ON FUNCTION tenant_role(), current_tenant(), hold_to_rows(text, boolean) TO %I', tenant_role());
END $$;
