package io.universalmiddleware.stores;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Kafka 4 as one broker that is its own controller (KRaft), in a JVM of its own with 256 MB of heap.
 *
 * <p>Topics are made on first use with {@value #PARTITIONS} partitions. Session timeouts are short, so a killed broker is
 * back in about 5 s.
 */
public final class KafkaStore extends ServerProcess {
    /** Partitions of a topic that is made on first use. */
    public static final int PARTITIONS = 6;

    private final Path logs;
    private final Path ready;
    private final int advertisedPort;

    private KafkaStore(Path directory, int port, int advertisedPort) {
        super("Kafka", port, directory.toAbsolutePath().normalize());
        this.advertisedPort = advertisedPort;
        this.logs = directory().resolve("data");
        this.ready = directory().resolve("ready");
    }

    /** A broker that is not started yet. Its {@link #start()} takes 2 to 5 s. */
    public static KafkaStore at(Path directory, int port) {
        return new KafkaStore(directory, port, port);
    }

    /** A broker that is not started yet and tells its clients another port of 127.0.0.1, that of a proxy before it. */
    public static KafkaStore at(Path directory, int port, int advertisedPort) {
        return new KafkaStore(directory, port, advertisedPort);
    }

    /** Starts the broker on the directory's data. */
    public static KafkaStore start(Path directory, int port) {
        KafkaStore store = at(directory, port);
        store.start();
        return store;
    }

    /** Its address, as {@code 127.0.0.1:19092}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    @Override
    protected void prepare() throws IOException {
        Files.deleteIfExists(ready);
        try (Writer out = Files.newBufferedWriter(propertiesFile())) {
            settings(Ports.free()).store(out, "Written at each start");
        }
    }

    @Override
    protected List<String> command() throws IOException {
        List<String> command = new ArrayList<>(tied("TERM"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms96m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                Binaries.kafka() + File.pathSeparator + ownClasses(),
                KafkaBroker.class.getName(),
                propertiesFile().toString(),
                ready.toString()));
        return command;
    }

    @Override
    protected boolean answers() {
        return Files.exists(ready);
    }

    @Override
    protected String stopSignal() {
        return "TERM";
    }

    private Path propertiesFile() {
        return directory().resolve("broker.properties");
    }

    private static String ownClasses() {
        try {
            return Path.of(KafkaBroker.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Properties settings(int controllerPort) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:" + port() + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + advertisedPort);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("log.dirs", logs.toString());
        settings.setProperty("num.partitions", Integer.toString(PARTITIONS));
        settings.setProperty("auto.create.topics.enable", "true");
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("min.insync.replicas", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "4");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("broker.session.timeout.ms", "2000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");
        settings.setProperty("controlled.shutdown.enable", "false");
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "2");
        settings.setProperty("background.threads", "2");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        settings.setProperty("log.segment.bytes", Integer.toString(64 << 20));
        return settings;
    }
}
