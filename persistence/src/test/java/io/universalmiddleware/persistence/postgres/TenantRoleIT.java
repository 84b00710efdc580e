package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The role that tenants' transactions have, where who owns the tables is no superuser and may make no role. */
@WithBackends
class TenantRoleIT {
    private final PostgresBackend postgres;
    private final String owner;
    private final PGSimpleDataSource asOwner = new PGSimpleDataSource();

    TenantRoleIT(PostgresBackend postgres) throws SQLException {
        this.postgres = postgres;
        try (Connection connection = postgres.dataSource().getConnection()) {
            owner = connection.getCatalog() + "_owner";
        }
        asOwner.setUrl(postgres.jdbcUrl());
        asOwner.setUser(owner);
        asOwner.setPassword("plain");
    }

    @BeforeEach
    void makeAnOwner() throws SQLException {
        execute("CREATE ROLE " + owner + " LOGIN PASSWORD 'plain'");
        execute("CREATE SCHEMA " + owner + " AUTHORIZATION " + owner); // which its search path begins with
    }

    @AfterEach
    void remove() throws SQLException {
        execute("DROP OWNED BY " + owner + " CASCADE");
        execute("DROP OWNED BY " + owner + "_tenant CASCADE");
        execute("DROP ROLE " + owner + "_tenant");
        execute("DROP ROLE " + owner);
    }

    @Test
    void isAskedForAndThenHoldsTenantsApart() throws SQLException {
        assertThatThrownBy(() -> new Schema(asOwner).ensure())
                .hasMessageContaining("CREATE ROLE " + owner + "_tenant NOLOGIN");
        execute("CREATE ROLE " + owner + "_tenant NOLOGIN NOINHERIT");
        assertThatThrownBy(() -> new Schema(asOwner).ensure())
                .hasMessageContaining("GRANT " + owner + "_tenant TO " + owner);
        execute("GRANT " + owner + "_tenant TO " + owner);

        new Schema(asOwner).ensure();

        try (Connection connection = asOwner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO view_row SELECT t, 'v', 'k', 1, '{}', now() FROM unnest(ARRAY['one', 'other']) AS t");
            statement.execute("SELECT hold_to_rows('one', false)");
            try (ResultSet row = statement.executeQuery("SELECT current_user, string_agg(tenant, ' ') FROM view_row")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo(owner + "_tenant");
                assertThat(row.getString(2)).isEqualTo("one");
            }
        }
    }

    @Test
    void isRefusedIfNoPolicyWouldHoldIt() throws SQLException {
        execute("CREATE ROLE " + owner + "_tenant NOLOGIN BYPASSRLS");
        execute("GRANT " + owner + "_tenant TO " + owner);

        assertThatThrownBy(() -> new Schema(asOwner).ensure()).hasMessageContaining("above row-level security");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
