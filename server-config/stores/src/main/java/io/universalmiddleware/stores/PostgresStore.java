package io.universalmiddleware.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL 18, durable (fsync on), with one superuser {@value #USER} and one database {@value #DATABASE}.
 *
 * <p>Root cannot run it, so root's is run as nobody; when nobody cannot reach the asked directory, the data is below
 * {@code /var/lib/universal-middleware} instead ({@link #directory()} tells).
 */
public final class PostgresStore extends ServerProcess {
    public static final String USER = "um";
    public static final String DATABASE = "um";

    private static final List<String> LAPTOP = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=128MB",
            "max_connections=200",
            "max_wal_size=1GB",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_min_messages=warning",
            "log_checkpoints=off",
            "log_line_prefix=%m [%p] %d ");

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String WRONG_PASSWORD = "28P01";
    private static final int ANSWERS_WITHIN_SECONDS = 2;
    private static final int CONNECTS_WITHIN_SECONDS = 30;

    private final String password;
    private final Path data;

    private PostgresStore(Path directory, int port, String password) {
        super("PostgreSQL", port, directory);
        this.password = password;
        this.data = directory.resolve("data");
    }

    /** A PostgreSQL that is not started yet. Its {@link #start()} takes 0.2 s, the first time 2 s. */
    public static PostgresStore at(Path directory, int port, String password) {
        return new PostgresStore(Account.reachable(directory), port, password);
    }

    /** Starts PostgreSQL on the directory's data, which is made when there is none. */
    public static PostgresStore start(Path directory, int port, String password) {
        PostgresStore store = at(directory, port, password);
        store.start();
        return store;
    }

    /** The JDBC address of the database {@value #DATABASE}, without user and password. */
    public String url() {
        return url(DATABASE);
    }

    /** The JDBC address of a database of this server, without user and password. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Unpooled connections to the database {@value #DATABASE}. */
    public DataSource dataSource() {
        return dataSource(DATABASE, CONNECTS_WITHIN_SECONDS);
    }

    private PGSimpleDataSource dataSource(String database, int connectsWithinSeconds) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(database));
        source.setUser(USER);
        source.setPassword(password);
        source.setConnectTimeout(connectsWithinSeconds);
        source.setSslMode("disable"); // it has none, and to ask has a deadline of its own
        return source;
    }

    @Override
    protected void makeDirectory() throws IOException {
        Account.handOver(directory());
    }

    @Override
    protected void prepare() throws IOException {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialize();
        }
        // Nobody works here any more, so a lock that is left is stale, whatever process it names.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private void initialize() throws IOException {
        Directories.delete(data);
        Path secret = Files.createFile(
                directory().resolve("password." + ProcessHandle.current().pid()), OWNER_ONLY);
        try {
            Files.writeString(secret, password);
            Account.giveAway(secret);
            List<String> command = new ArrayList<>(Account.tiedWithoutRoot("KILL"));
            command.addAll(List.of(
                    Binaries.postgres().resolve("bin/initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    USER,
                    "-A",
                    "scram-sha-256",
                    "--pwfile",
                    secret.toString(),
                    "--no-locale",
                    "-E",
                    "UTF8"));
            Process initdb = new ProcessBuilder(command)
                    .directory(directory().toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (initdb.onExit().join().exitValue() != 0) {
                Directories.delete(data);
                throw new StoreException("PostgreSQL cannot make its data directory " + data + ": " + lastLine(output));
            }
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    private static String lastLine(String output) {
        try (Stream<String> lines = output.lines().filter(line -> !line.isBlank())) {
            return lines.reduce((first, second) -> second).orElse("no output");
        }
    }

    @Override
    protected List<String> command() throws IOException {
        List<String> command = new ArrayList<>(Account.tiedWithoutRoot("INT"));
        command.addAll(List.of(
                Binaries.postgres().resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port())));
        for (String setting : LAPTOP) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    @Override
    protected boolean answers() throws SQLException {
        try (Connection connection =
                        dataSource("postgres", ANSWERS_WITHIN_SECONDS).getConnection();
                Statement statement = connection.createStatement()) {
            boolean there;
            try (var rows = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                there = rows.next();
            }
            if (!there) {
                statement.execute("create database " + DATABASE);
            }
            return true;
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new StoreException("PostgreSQL's data in " + data
                        + " was made with another password: configure that one, or delete the directory");
            }
            throw e;
        }
    }

    @Override
    protected String stopSignal() {
        return "INT";
    }
}
