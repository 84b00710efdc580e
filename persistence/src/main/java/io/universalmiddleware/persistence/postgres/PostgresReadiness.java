package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when PostgreSQL answers, the schema is up to date and its policies do not hold the login; a process that plays no role that asks
 * it does not ask either.
 */
@Readiness
@ApplicationScoped
public class PostgresReadiness implements HealthCheck {
    private static final Set<Role> WITHOUT = EnumSet.of(Role.GATEWAY, Role.HUB);

    private Roles roles;
    private DataSource dataSource;
    private Schema schema;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PostgresReadiness() {}

    @Inject
    public PostgresReadiness(Roles roles, DataSource dataSource, Schema schema) {
        this.roles = roles;
        this.dataSource = dataSource;
        this.schema = schema;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("postgresql");
        if (WITHOUT.containsAll(roles.active())) {
            return response.up().withData("role", "off").build();
        }
        long start = System.nanoTime();
        try {
            ask();
            return response.up()
                    .withData("latencyMicros", (System.nanoTime() - start) / 1_000)
                    .build();
        } catch (SQLException | RuntimeException away) {
            return response.down()
                    .withData("error", String.valueOf(away.getMessage()))
                    .build();
        }
    }

    /** @throws IllegalStateException if policies hold who asks: the platform would find no row of any tenant */
    void ask() throws SQLException {
        schema.ensure();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(2);
            try (ResultSet row = statement.executeQuery("SELECT row_security_active('command')")) {
                if (row.next() && row.getBoolean(1)) {
                    throw new IllegalStateException(
                            "row-level security holds the login: it is not who owns the tables");
                }
            }
        }
    }
}
