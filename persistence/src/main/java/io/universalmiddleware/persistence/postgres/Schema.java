package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.contracts.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The schema is brought up to date before its first use.
 *
 * <p>With PostgreSQL away nothing can be migrated; then each use fails as it would anyway, and the first use after its
 * return migrates. Several nodes may start at once: one migrates, the others wait for it.
 */
@ApplicationScoped
public class Schema {
    private DataSource direct;
    private volatile boolean current;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Schema() {}

    @Inject
    public Schema(Settings settings) {
        this(direct(PostgresSettings.from(settings)));
    }

    /** @param direct connections outside any pool and global transaction */
    public Schema(DataSource direct) {
        this.direct = direct;
    }

    /**
     * Makes sure that the schema is up to date. Cheap once it is.
     *
     * @throws SqlFault if PostgreSQL is away
     */
    public void ensure() {
        if (!current) {
            migrate();
        }
    }

    private synchronized void migrate() {
        if (current) {
            return;
        }
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(direct)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            current = true;
        } catch (FlywayException failed) {
            for (@Nullable Throwable t = failed; t != null; t = t.getCause()) {
                if (t instanceof SQLException sql) {
                    throw new SqlFault(sql);
                }
            }
            throw failed;
        }
    }

    private static DataSource direct(PostgresSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setConnectTimeout(5);
        return source;
    }
}
