package io.universalmiddleware.backends;

import io.universalmiddleware.stores.Directories;
import io.universalmiddleware.stores.KafkaStore;
import io.universalmiddleware.stores.Ports;
import io.universalmiddleware.stores.PostgresStore;
import io.universalmiddleware.stores.RedisStore;
import io.universalmiddleware.stores.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The stores of this JVM, each started when it is first asked for, in a directory that goes with them. */
final class RunningStores implements AutoCloseable {
    private static final String PASSWORD = "test";

    private final Path directory;
    private @Nullable PostgresStore postgres;
    private @Nullable KafkaStore kafka;
    private @Nullable RedisStore redis;

    RunningStores() {
        try {
            directory = Files.createTempDirectory("um-backends-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database that fresh ones are made from: its user may create databases. */
    synchronized PostgresBackend postgres() {
        return Address.POSTGRES_URL
                .given()
                .map(url -> new PostgresBackend(
                        url,
                        Address.POSTGRES_USER.given().orElseGet(() -> part(url, PGProperty.USER)),
                        Address.POSTGRES_PASSWORD.given().orElseGet(() -> part(url, PGProperty.PASSWORD)),
                        null))
                .orElseGet(() -> {
                    PostgresStore store = ownPostgres();
                    return new PostgresBackend(store.url(), store.user(), store.password(), store);
                });
    }

    synchronized KafkaBackend kafka(String prefix) {
        String topicPrefix = prefix + ".";
        return Address.KAFKA
                .given()
                .map(servers -> new KafkaBackend(servers, topicPrefix, null))
                .orElseGet(() -> {
                    KafkaStore store = ownKafka();
                    return new KafkaBackend(store.bootstrapServers(), topicPrefix, store);
                });
    }

    synchronized RedisBackend redis(String prefix) {
        String keyPrefix = prefix + ":";
        return Address.REDIS
                .given()
                .map(url -> new RedisBackend(url, keyPrefix, null))
                .orElseGet(() -> {
                    RedisStore store = ownRedis();
                    return new RedisBackend(store.url(), keyPrefix, store);
                });
    }

    private static String part(String url, PGProperty property) {
        Properties parts = Driver.parseURL(url, new Properties());
        if (parts == null) {
            throw new IllegalArgumentException("UM_TEST_POSTGRES_URL is no JDBC URL of PostgreSQL: " + url);
        }
        String value = property.getOrDefault(parts);
        return value == null ? "" : value;
    }

    private PostgresStore ownPostgres() {
        if (postgres == null) {
            postgres = PostgresStore.start(directory.resolve("postgres"), Ports.free(), PASSWORD);
            prepare(postgres);
        }
        return postgres;
    }

    /**
     * Keeps PostgreSQL's own workers away: what they lock, or have in a transaction, would be there or not by chance. And waits
     * for no disk: the operating system, which has what is committed, outlives a killed PostgreSQL.
     */
    private static void prepare(PostgresStore store) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set autovacuum = off");
            statement.execute("alter system set fsync = off");
            statement.execute("select pg_reload_conf()");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private KafkaStore ownKafka() {
        if (kafka == null) {
            kafka = KafkaStore.start(directory.resolve("kafka"), Ports.free());
        }
        return kafka;
    }

    private RedisStore ownRedis() {
        if (redis == null) {
            redis = RedisStore.start(directory.resolve("redis"), Ports.free());
        }
        return redis;
    }

    /** Ends the stores by force, since their data goes with them. */
    @Override
    public synchronized void close() throws IOException {
        for (@Nullable ServerProcess store : Arrays.<@Nullable ServerProcess>asList(kafka, redis, postgres)) {
            if (store != null) {
                store.kill();
                Directories.delete(store.directory());
            }
        }
        Directories.delete(directory);
    }
}
