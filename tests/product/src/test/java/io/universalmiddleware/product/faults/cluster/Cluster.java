package io.universalmiddleware.product.faults.cluster;

import io.universalmiddleware.backends.dns.NameServer;
import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.launcher.stack.StackOptions;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.Records;
import io.universalmiddleware.stores.Directories;
import io.universalmiddleware.stores.KafkaStore;
import io.universalmiddleware.stores.Ports;
import io.universalmiddleware.stores.PostgresStore;
import io.universalmiddleware.stores.RedisStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A cluster is the product for breaking: real stores, each behind a {@link Link}, two nodes of the uber-jar, and PostgreSQL's
 * tables on a {@link SmallDisk}. Its write-ahead log is elsewhere, since without that PostgreSQL ends by itself.
 *
 * <p>The second node is started when it is first asked for. The nodes ask a {@link NameServer} for names, and speak an older draft of
 * RateLimit fields than the default. Everything is on loopback and free ports, and ends with this JVM.
 */
public final class Cluster implements AutoCloseable {
    private static final String PASSWORD = "cluster";
    private static final String DISK = "small-disk";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    /** So that a machine that stands still for some seconds is no fault of the product. Below what the load waits for an answer. */
    private static final String PATIENCE = "10s";

    private final Path home;
    private final Path jar;
    private final List<String> jvmArguments;
    private final Consumer<String> progress;
    private final SmallDisk disk;
    private final PostgresStore postgres;
    private final Dependency database;
    private final Dependency kafka;
    private final Dependency redis;
    private final NameServer names = new NameServer();
    private final Node first;
    private final Node second;
    private boolean secondBegan;

    private Cluster(Path home, Path jar, List<String> jvmArguments, Consumer<String> progress) throws IOException {
        this.home = home;
        this.jar = jar;
        this.jvmArguments = jvmArguments;
        this.progress = progress;
        this.disk = SmallDisk.at(home.resolve(DISK));
        this.postgres = PostgresStore.at(home.resolve("postgres"), Ports.free(), PASSWORD);
        Directories.delete(postgres.directory());
        this.database = new Dependency(postgres, new Link(postgres.port()));
        int broker = Ports.free();
        Link toKafka = new Link(broker);
        this.kafka = new Dependency(KafkaStore.at(home.resolve("kafka"), broker, toKafka.port()), toKafka);
        RedisStore memory = RedisStore.at(home.resolve("redis"), Ports.free());
        this.redis = new Dependency(memory, new Link(memory.port()));
        this.first = node("node-1");
        shareKeys();
        this.second = node("node-2");
    }

    /**
     * Starts the stores and the first node.
     *
     * @param home is made anew
     * @param jvmArguments of the nodes, in addition
     */
    public static Cluster start(Path home, Path jar, List<String> jvmArguments, Consumer<String> progress)
            throws IOException {
        SmallDisk.release(home.toAbsolutePath().resolve(DISK));
        Directories.delete(home);
        Cluster cluster = new Cluster(home.toAbsolutePath(), jar, jvmArguments, progress);
        try {
            cluster.startStores();
            cluster.first.stack().start(line -> progress.accept("node-1: " + line));
            return cluster;
        } catch (RuntimeException | SQLException e) {
            cluster.close();
            throw new IOException(e);
        }
    }

    public Node first() {
        return first;
    }

    /** Started when it does not run. */
    public Node second() {
        if (!secondBegan) {
            second.stack().start(line -> progress.accept("node-2: " + line));
            secondBegan = true;
        }
        second.process().start();
        return second;
    }

    /** The nodes that run. */
    public List<Node> nodes() {
        return Stream.of(first, second).filter(node -> node.process().running()).toList();
    }

    public Dependency postgres() {
        return database;
    }

    public Dependency kafka() {
        return kafka;
    }

    public Dependency redis() {
        return redis;
    }

    public List<Dependency> dependencies() {
        return List.of(database, kafka, redis);
    }

    /** The one that the nodes ask. */
    public NameServer names() {
        return names;
    }

    /** Where PostgreSQL keeps its tables. */
    public SmallDisk disk() {
        return disk;
    }

    /** What stands in PostgreSQL, asked for without the link. */
    public Records records() {
        return new Records(postgres.dataSource());
    }

    /** Redis, without the link. */
    public URI redisAddress() {
        return URI.create("redis://127.0.0.1:" + redis.store().port());
    }

    /** Bootstrap servers for clients of Kafka; they are led over the link, as Kafka tells them that address. */
    public String kafkaServers() {
        return "127.0.0.1:" + kafka.link().port();
    }

    /** A tenant that nobody else uses. */
    public String freshTenant() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    public String token(String user, String tenant) {
        return first.stack().tokens().issue(user, tenant, List.of("user", "admin"), TOKEN_LIFETIME);
    }

    public Caller caller(Node node, String user, String tenant) {
        return new Caller(node.edge(), token(user, tenant));
    }

    /** Brings back whatever a fault has left broken. */
    public void heal() throws IOException {
        disk.empty();
        for (Dependency dependency : dependencies()) {
            dependency.start();
        }
        for (Node node : nodes()) {
            node.process().resume();
        }
        first.process().start();
    }

    /** Where runs leave what they wrote down. */
    public Path home() {
        return home;
    }

    @Override
    public void close() throws IOException {
        second.stack().close();
        first.stack().close();
        for (Dependency dependency : dependencies()) {
            dependency.store().close();
            dependency.link().close();
        }
        names.close();
        disk.close();
    }

    private void startStores() throws SQLException, IOException {
        dependencies().parallelStream().forEach(Dependency::start);
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create tablespace small location '" + disk.directory("postgres") + "'");
        }
        try (Connection connection = maintenance();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + PostgresStore.DATABASE + " set tablespace small");
        }
    }

    /** A database cannot be moved from within. */
    private Connection maintenance() throws SQLException {
        return java.sql.DriverManager.getConnection(postgres.url("postgres"), postgres.user(), postgres.password());
    }

    private Node node(String name) {
        return new Node(name, new Stack(options(name)));
    }

    private StackOptions options(String name) {
        StackOptions options = StackOptions.in(home.resolve(name), jar)
                .onFreePorts()
                .with(
                        "um.postgres.url",
                        "jdbc:postgresql://127.0.0.1:" + database.link().port() + "/" + PostgresStore.DATABASE)
                .with("um.postgres.user", postgres.user())
                .with("um.postgres.password", postgres.password())
                .with("um.kafka.bootstrap-servers", kafkaServers())
                .with("um.redis.url", "redis://127.0.0.1:" + redis.link().port())
                .with("um.command.patience", PATIENCE)
                .with("um.cache.read-deadline", PATIENCE)
                .with("um.edge.change-wait", "30s")
                .with("um.edge.name-servers", "127.0.0.1:" + names.address().getPort())
                .with("um.edge.limit.headers", "draft-07");
        for (String argument : jvmArguments) {
            options = options.withJvmArgument(argument.replace("{node}", name));
        }
        return options;
    }

    /** The second node takes the tokens that are signed for the first. */
    private void shareKeys() throws IOException {
        Path from = home.resolve("node-1").resolve("keys");
        Path to = Files.createDirectories(home.resolve("node-2").resolve("keys"));
        try (Stream<Path> keys = Files.list(from)) {
            for (Path key : keys.toList()) {
                Files.copy(key, to.resolve(key.getFileName()), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
