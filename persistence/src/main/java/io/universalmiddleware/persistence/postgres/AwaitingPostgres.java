package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.contracts.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.persistence.config.SessionCustomizer;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the deployment of the persistence unit until PostgreSQL answers.
 *
 * <p>EclipseLink takes a connection when a unit is deployed, and the server fails the application for good if there is
 * none. So a process that starts before its database, or while it is away, waits for it; it is not ready meanwhile.
 */
public final class AwaitingPostgres implements SessionCustomizer {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitingPostgres.class);
    private static final long POLL_MILLIS = 500;
    private static final Duration BETWEEN_REMINDERS = Duration.ofSeconds(10);

    @Override
    public void customize(Session session) throws InterruptedException {
        if (session.getLogin().getConnector() instanceof JNDIConnector) {
            PostgresSettings settings = PostgresSettings.from(
                    new Settings(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class)));
            await(Schema.direct(settings), settings.url());
        }
    }

    /** Returns when a connection could be made. */
    static void await(DataSource postgres, String url) throws InterruptedException {
        long remindedAt = System.nanoTime() - BETWEEN_REMINDERS.toNanos();
        while (true) {
            try (Connection connection = postgres.getConnection()) {
                LOG.debug("PostgreSQL answers at {}", connection);
                return;
            } catch (SQLException away) {
                if (System.nanoTime() - remindedAt >= BETWEEN_REMINDERS.toNanos()) {
                    remindedAt = System.nanoTime();
                    LOG.warn("Waiting for PostgreSQL at {} (um.postgres.url): {}", url, away.getMessage());
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
