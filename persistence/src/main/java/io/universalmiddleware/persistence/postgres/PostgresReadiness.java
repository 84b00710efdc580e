package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when PostgreSQL answers and the schema is up to date; a process that plays no role that asks it does not ask either. */
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
            schema.ensure();
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(2);
                statement.execute("SELECT 1");
            }
            return response.up()
                    .withData("latencyMicros", (System.nanoTime() - start) / 1_000)
                    .build();
        } catch (SQLException | RuntimeException away) {
            return response.down()
                    .withData("error", String.valueOf(away.getMessage()))
                    .build();
        }
    }
}
