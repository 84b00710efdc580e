package io.universalmiddleware.bench.relay;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Program;
import io.universalmiddleware.bench.load.Tool;
import io.universalmiddleware.bench.stack.Sql;
import io.universalmiddleware.stores.PostgresStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** Debezium's embedded engine with the outbox event router in a JVM of its own, which sends to a topic of its own. */
final class DebeziumPeer implements AutoCloseable {
    static final String TOPIC = "peer-commands";

    private static final int PARTITIONS = 12;
    private static final int READY_SECONDS = 60;

    private final Path program;
    private final PostgresStore postgres;
    private final String kafka;
    private final Path directory;
    private @Nullable Program running;

    DebeziumPeer(Path program, PostgresStore postgres, String kafka, Path directory) {
        this.program = program;
        this.postgres = postgres;
        this.kafka = kafka;
        this.directory = directory;
    }

    /** Builds the peer's program when it is not there, which brings its libraries. */
    static Path build(Run run) throws IOException, InterruptedException {
        Path project = run.peer("debezium");
        Path target = project.resolve("target");
        if (!Files.exists(target.resolve("peer.jar")) || !Files.isDirectory(target.resolve("lib"))) {
            run.say("building the peer, Debezium (log: %s)", target.resolve("build.log"));
            Files.createDirectories(target);
            Program maven = Program.start(
                    "the build of Debezium's peer",
                    List.of(Tool.require("mvn", "maven"), "-B", "-ntp", "-q", "package"),
                    Map.of(),
                    project,
                    target.resolve("build.log"));
            maven.awaitSuccess();
        }
        return target;
    }

    /** Returns when it reads PostgreSQL's log. */
    void start() throws Exception {
        Files.createDirectories(directory);
        Files.deleteIfExists(directory.resolve("offsets"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BenchException("Kafka did not make the peer's topic: " + e.getCause(), e);
        }
        Program started = Program.start(
                "Debezium",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        program.resolve("peer.jar") + ":" + program.resolve("lib") + "/*",
                        "io.universalmiddleware.peers.DebeziumPeer",
                        "127.0.0.1",
                        Integer.toString(postgres.port()),
                        postgres.user(),
                        postgres.password(),
                        PostgresStore.DATABASE,
                        kafka,
                        TOPIC,
                        directory.resolve("offsets").toString()),
                Map.of(),
                directory,
                directory.resolve("debezium.log"));
        running = started;
        try (Sql sql = Sql.on(postgres)) {
            long begin = System.nanoTime();
            while (sql.number("SELECT count(*) FROM pg_replication_slots WHERE active") == 0) {
                started.requireAlive();
                if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                    throw new BenchException("Debezium does not read; see " + directory.resolve("debezium.log"));
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    long pid() {
        return program().pid();
    }

    void pause() {
        program().signal("STOP");
    }

    void resume() {
        program().signal("CONT");
    }

    @Override
    public void close() throws InterruptedException {
        if (running != null) {
            running.close();
        }
    }

    private Program program() {
        if (running == null) {
            throw new IllegalStateException("Debezium does not run");
        }
        return running;
    }
}
