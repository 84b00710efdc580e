-- What endpoints are told: an event's body as it is signed, once for all of them. All of this is forgotten after a retention.
CREATE TABLE webhook_message (
    id          uuid        PRIMARY KEY,
    tenant      text        NOT NULL,
    type        text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    body        text        NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE INDEX webhook_message_by_age ON webhook_message USING brin (created_at);

-- A message on its way to an endpoint, once for each two. An endpoint is an entry of the configuration, of kind webhooks.
CREATE TABLE webhook_delivery (
    id              uuid        PRIMARY KEY,
    endpoint        uuid        NOT NULL,
    message         uuid        NOT NULL REFERENCES webhook_message,
    tenant          text        NOT NULL,
    type            text        NOT NULL,
    occurred_at     timestamptz NOT NULL,
    -- skipped: the endpoint was off when it came.
    status          text        NOT NULL CHECK (status IN ('pending', 'delivered', 'failed', 'skipped')),
    -- A trial is sent although the endpoint is off, and once.
    trial           boolean     NOT NULL DEFAULT false,
    attempts        integer     NOT NULL DEFAULT 0,
    -- Attempts since it was last asked for: its place in the schedule.
    tries           integer     NOT NULL DEFAULT 0,
    -- When it may be taken; while a node is sending it, when others may all the same.
    due_at          timestamptz NOT NULL,
    sending         boolean     NOT NULL DEFAULT false,
    -- How often it was taken: whoever took it before another did has no say any more.
    claim           bigint      NOT NULL DEFAULT 0,
    last_attempt_at timestamptz,
    last_status     integer,
    last_error      text,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    UNIQUE (message, endpoint)
) WITH (fillfactor = 70);
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint, due_at) WHERE status = 'pending';
-- What is sent to an endpoint that is off, however much waits for it.
CREATE INDEX webhook_delivery_trial ON webhook_delivery (endpoint, due_at) WHERE status = 'pending' AND trial;
-- The log of an endpoint, newest first (ids are UUIDv7), and what of it is to be sent again.
CREATE INDEX webhook_delivery_log ON webhook_delivery (endpoint, id);
CREATE INDEX webhook_delivery_by_time ON webhook_delivery (endpoint, occurred_at, id);
CREATE INDEX webhook_delivery_by_age ON webhook_delivery USING brin (created_at);

CREATE TABLE webhook_attempt (
    delivery uuid        NOT NULL REFERENCES webhook_delivery ON DELETE CASCADE,
    number   integer     NOT NULL,
    at       timestamptz NOT NULL,
    millis   integer     NOT NULL,
    -- Null if there was no answer.
    status   integer,
    error    text,
    -- How the answer begins.
    answer   text,
    PRIMARY KEY (delivery, number)
);

-- How it goes with an endpoint; no row if it never failed.
CREATE TABLE webhook_endpoint (
    id              uuid        PRIMARY KEY,
    failing_since   timestamptz,
    failures        integer     NOT NULL DEFAULT 0,
    last_error      text,
    -- Set by the platform, which gives up; cleared by an administrator.
    disabled_at     timestamptz,
    disabled_reason text
) WITH (fillfactor = 70);

-- What an endpoint's messages are signed with; several while one is being replaced.
CREATE TABLE webhook_secret (
    id         uuid        PRIMARY KEY,
    endpoint   uuid        NOT NULL,
    -- As it is, or sealed: see um.webhook.secret-keys.
    secret     text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX webhook_secret_by_endpoint ON webhook_secret (endpoint, id);
