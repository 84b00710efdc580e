-- The sessions that a browser holds by a cookie: the SHA-256 of a text of 256 random bits.
CREATE TABLE browser_session (
    hash       bytea PRIMARY KEY,
    session_id uuid  NOT NULL REFERENCES user_session ON DELETE CASCADE
);
CREATE INDEX browser_session_session ON browser_session (session_id);
