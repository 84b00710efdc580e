package io.universalmiddleware.backends;

import io.universalmiddleware.stores.ServerProcess;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh, empty database for the test class, dropped when the class is done. Its user may do anything in it. */
public final class PostgresBackend extends Backend {
    private static final Pattern DATABASE = Pattern.compile("(//[^/]*/)[^?]*");

    private final String jdbcUrl;
    private final String user;
    private final String password;

    PostgresBackend(String jdbcUrl, String user, String password, @Nullable ServerProcess store) {
        super("PostgreSQL", store);
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
    }

    /** The database's address, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** Another database of the same server and user. */
    PostgresBackend database(String name) {
        String url = DATABASE.matcher(jdbcUrl).replaceFirst("$1" + name);
        return new PostgresBackend(url, user, password, started());
    }

    /** Unpooled connections: each {@code getConnection()} opens one. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
