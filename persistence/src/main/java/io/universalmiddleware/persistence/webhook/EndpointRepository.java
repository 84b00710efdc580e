package io.universalmiddleware.persistence.webhook;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How it goes with the endpoints, and what their messages are signed with. Every method runs in the caller's transaction. */
@Dependent
public class EndpointRepository {
    private final SqlSession session;

    @Inject
    public EndpointRepository(SqlSession session) {
        this.session = session;
    }

    public EndpointState state(UUID endpoint) {
        return states(List.of(endpoint)).getOrDefault(endpoint, EndpointState.FINE);
    }

    /** Those of which something is known. */
    public Map<UUID, EndpointState> states(Collection<UUID> endpoints) {
        Map<UUID, EndpointState> states = new HashMap<>();
        session.query(
                        "SELECT id, failing_since, failures, last_error, disabled_at, disabled_reason FROM webhook_endpoint "
                                + "WHERE id = ANY (?)",
                        s -> Columns.setUuids(s, 1, endpoints),
                        row -> Map.entry(row.getObject("id", UUID.class), state(row)))
                .forEach(found -> states.put(found.getKey(), found.getValue()));
        return states;
    }

    /** Notes an attempt that failed, and tells how it goes now. */
    public EndpointState failed(UUID endpoint, Instant at, String error) {
        return session.query(
                        """
                        INSERT INTO webhook_endpoint (id, failing_since, failures, last_error) VALUES (?, ?, 1, ?)
                        ON CONFLICT (id) DO UPDATE SET failures = webhook_endpoint.failures + 1, last_error = excluded.last_error,
                            failing_since = coalesce(webhook_endpoint.failing_since, excluded.failing_since)
                        RETURNING failing_since, failures, last_error, disabled_at, disabled_reason
                        """,
                        s -> {
                            s.setObject(1, endpoint);
                            s.setTimestamp(2, Columns.timestamp(at));
                            s.setString(3, error);
                        },
                        EndpointRepository::state)
                .get(0);
    }

    /** Notes that an attempt succeeded. */
    public void succeeded(UUID endpoint) {
        session.update(
                "UPDATE webhook_endpoint SET failing_since = NULL, failures = 0 WHERE id = ? AND failing_since IS NOT NULL",
                s -> s.setObject(1, endpoint));
    }

    /** Sends it nothing any more. False if that was so already. */
    public boolean disable(UUID endpoint, Instant at, String reason) {
        return session.update("""
                        INSERT INTO webhook_endpoint (id, disabled_at, disabled_reason) VALUES (?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET disabled_at = excluded.disabled_at, disabled_reason = excluded.disabled_reason
                            WHERE webhook_endpoint.disabled_at IS NULL
                        """, s -> {
                    s.setObject(1, endpoint);
                    s.setTimestamp(2, Columns.timestamp(at));
                    s.setString(3, reason);
                })
                == 1;
    }

    /** Sends it what waits and what comes, as if it had never failed. */
    public void enable(UUID endpoint) {
        session.update("DELETE FROM webhook_endpoint WHERE id = ?", s -> s.setObject(1, endpoint));
    }

    /** Adds a secret, as it is to be kept. */
    public void addSecret(UUID id, UUID endpoint, String kept, Instant now) {
        session.update("INSERT INTO webhook_secret (id, endpoint, secret, created_at) VALUES (?, ?, ?, ?)", s -> {
            s.setObject(1, id);
            s.setObject(2, endpoint);
            s.setString(3, kept);
            s.setTimestamp(4, Columns.timestamp(now));
        });
    }

    /** Has all secrets of an endpoint end at the instant, or earlier if they do anyway; those that have ended are forgotten. */
    public void endSecrets(UUID endpoint, Instant end, Instant now) {
        session.update(
                "UPDATE webhook_secret SET expires_at = least(coalesce(expires_at, ?), ?) WHERE endpoint = ?", s -> {
                    s.setTimestamp(1, Columns.timestamp(end));
                    s.setTimestamp(2, Columns.timestamp(end));
                    s.setObject(3, endpoint);
                });
        session.update("DELETE FROM webhook_secret WHERE endpoint = ? AND expires_at <= ?", s -> {
            s.setObject(1, endpoint);
            s.setTimestamp(2, Columns.timestamp(now));
        });
    }

    /** The secrets that have not ended, newest first. */
    public List<StoredSecret> secrets(UUID endpoint, Instant now) {
        return session.query(
                """
                SELECT id, created_at, expires_at FROM webhook_secret
                WHERE endpoint = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC
                """,
                s -> {
                    s.setObject(1, endpoint);
                    s.setTimestamp(2, Columns.timestamp(now));
                },
                row -> new StoredSecret(
                        row.getObject("id", UUID.class),
                        Columns.requiredInstant(row, "created_at"),
                        Columns.instant(row, "expires_at")));
    }

    private static EndpointState state(ResultSet row) throws SQLException {
        return new EndpointState(
                Columns.instant(row, "failing_since"),
                row.getInt("failures"),
                row.getString("last_error"),
                Columns.instant(row, "disabled_at"),
                row.getString("disabled_reason"));
    }
}
