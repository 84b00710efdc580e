package io.universalmiddleware.persistence.postgres;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when PostgreSQL answers and the schema is up to date. */
@Readiness
@ApplicationScoped
public class PostgresReadiness implements HealthCheck {
    private DataSource dataSource;
    private Schema schema;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PostgresReadiness() {}

    @Inject
    public PostgresReadiness(DataSource dataSource, Schema schema) {
        this.dataSource = dataSource;
        this.schema = schema;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("postgresql");
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
