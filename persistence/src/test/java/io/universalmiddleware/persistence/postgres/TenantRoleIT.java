package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The role that tenants' transactions have, where who owns the tables is no superuser. */
@WithBackends
class TenantRoleIT {
    private final PostgresBackend postgres;
    private final String owner;
    private final String reader;

    /** As long as a name can be. */
    private final String longest;

    private final DataSource asOwner;

    TenantRoleIT(PostgresBackend postgres) throws SQLException {
        this.postgres = postgres;
        try (Connection connection = postgres.dataSource().getConnection()) {
            owner = connection.getCatalog() + "_owner";
        }
        reader = owner + "_reader";
        longest = owner + "x".repeat(63 - owner.length());
        asOwner = as(owner);
    }

    @BeforeEach
    void makeAnOwner() throws SQLException {
        makeALogin(owner);
        execute("CREATE SCHEMA " + owner + " AUTHORIZATION " + owner); // which its search path begins with
        execute("ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
    }

    @AfterEach
    void remove() throws SQLException {
        for (String role : List.of(reader, longest, owner + "_tenant", owner)) {
            execute("""
                    DO $$ BEGIN
                        IF EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                            DROP OWNED BY %1$s CASCADE;
                            DROP ROLE %1$s;
                        END IF;
                    END $$""".formatted(role));
        }
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

        assertThatTenantsAreHeldApart(owner);
    }

    /** As managed databases give: PostgreSQL lets it administer the role that it makes, and not yet be it. */
    @Test
    void isMadeByALoginThatMayMakeRoles() throws SQLException {
        execute("ALTER ROLE " + owner + " CREATEROLE");

        new Schema(asOwner).ensure();

        assertThatTenantsAreHeldApart(owner);
    }

    @Test
    void isRefusedIfNoPolicyWouldHoldIt() throws SQLException {
        execute("CREATE ROLE " + owner + "_tenant NOLOGIN BYPASSRLS");
        execute("GRANT " + owner + "_tenant TO " + owner);

        assertThatThrownBy(() -> new Schema(asOwner).ensure()).hasMessageContaining("above row-level security");
    }

    @Test
    void isRefusedIfItWouldBeTheLoginItself() throws SQLException {
        makeALogin(longest);
        execute("CREATE SCHEMA " + longest + " AUTHORIZATION " + longest);

        assertThatThrownBy(() -> new Schema(as(longest)).ensure()).hasMessageContaining("leaves no room");
    }

    @Test
    void aProcessIsNotReadyWhileItsLoginIsHeldAsTenantsAre() throws SQLException {
        execute("ALTER ROLE " + owner + " CREATEROLE");
        Schema schema = new Schema(asOwner);
        schema.ensure();
        makeALogin(reader);
        execute("ALTER ROLE " + reader + " SET search_path = " + owner);
        execute("GRANT USAGE ON SCHEMA " + owner + " TO " + reader);
        PostgresReadiness readiness = new PostgresReadiness(new Roles(Set.of(Role.COMMAND)), as(reader), schema);

        assertThatThrownBy(readiness::ask).hasMessageContaining("row-level security");

        execute("GRANT " + owner + ", " + owner + "_tenant TO " + reader);
        execute("ALTER ROLE " + reader + " SET role = " + owner);
        readiness.ask();
        assertThatTenantsAreHeldApart(reader);
        try (Connection connection = as(reader).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE made PARTITION OF request_log DEFAULT");
            assertThat(row(statement, "SELECT tableowner FROM pg_tables WHERE tablename = 'made'"))
                    .isEqualTo(owner);
        }
    }

    private void assertThatTenantsAreHeldApart(String login) throws SQLException {
        try (Connection connection = as(login).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO view_row SELECT t, 'v', 'k', 1, '{}', now() FROM unnest(ARRAY['one', 'other']) AS t");
            statement.execute("SELECT hold_to_rows('one', false)");
            assertThat(row(statement, "SELECT current_user || ' ' || string_agg(tenant, ' ') FROM view_row"))
                    .isEqualTo(owner + "_tenant one");
            statement.execute("SELECT hold_to_rows('', true)");
            assertThat(row(statement, "SELECT current_user || ' ' || count(*) FROM view_row"))
                    .isEqualTo(login + " 2");
        }
    }

    private static String row(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private void makeALogin(String name) throws SQLException {
        execute("CREATE ROLE " + name + " LOGIN PASSWORD 'plain'");
    }

    private DataSource as(String login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(login);
        source.setPassword("plain");
        return source;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
