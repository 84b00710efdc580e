package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What an upgrade finds of providers that were removed while their secrets were set (migration V24). */
@WithBackends
class OrphanedSecretsIT {
    private static final String PROVIDER = "'00000000-0000-7000-8000-000000000001'";
    private static final String REMOVED = "'00000000-0000-7000-8000-000000000002'";

    @Test
    void theyGoWithTheUpgradeAndLaterSecretsWithTheirProviders(PostgresBackend postgres) throws SQLException {
        Flyway.configure()
                .dataSource(postgres.dataSource())
                .locations("classpath:db/migration")
                .target("23")
                .load()
                .migrate();
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO config_entry (id, kind, tenant, name, document, refs, claims, revision, created_at, changed_at)"
                            + " VALUES (" + PROVIDER
                            + ", 'providers', 'acme', 'id', '{}', '{}', '{}', 1, now(), now())");
            statement.execute(set(PROVIDER));
            statement.execute(set(REMOVED));

            new Schema(postgres.dataSource()).ensure();

            assertThat(secrets(statement)).isEqualTo(1);
            assertThatThrownBy(() -> statement.execute(set(REMOVED))).hasMessageContaining("foreign key");
            statement.execute("DELETE FROM config_entry");
            assertThat(secrets(statement)).isZero();
        }
    }

    private static String set(String provider) {
        return "INSERT INTO provider_secret VALUES (" + provider + ", 'sealed', now())";
    }

    private static int secrets(Statement statement) throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM provider_secret")) {
            count.next();
            return count.getInt(1);
        }
    }
}
