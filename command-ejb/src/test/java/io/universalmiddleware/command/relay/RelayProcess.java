package io.universalmiddleware.command.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.outbox.RelayConnection;
import io.universalmiddleware.persistence.postgres.PostgresSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A relay in a process of its own, which can be halted and killed as a node can. */
final class RelayProcess implements AutoCloseable {
    private final Process process;

    private RelayProcess(Process process) {
        this.process = process;
    }

    /** @param lease as long as it must be halted before another takes over */
    static RelayProcess start(PostgresBackend postgres, KafkaBackend kafka, int pageRows, Duration lease)
            throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new RelayProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        RelayProcess.class.getName(),
                        postgres.jdbcUrl(),
                        postgres.user(),
                        postgres.password(),
                        kafka.bootstrapServers(),
                        kafka.topicPrefix(),
                        Integer.toString(pageRows),
                        lease.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] args) {
        RelaySettings settings = RelaySettingsFixture.settings(
                args[3], args[4], Integer.parseInt(args[5]), Duration.parse(args[6]), Duration.ofSeconds(30));
        PostgresSettings postgres = new PostgresSettings(args[0], args[1], args[2]);
        RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
        new OutboxRelay(
                        UUID.randomUUID().toString(),
                        settings,
                        () -> RelayConnection.open(postgres),
                        new KafkaPublisher(settings, new ObjectMapper(), metrics, Spans.off()),
                        new Waker())
                .run();
    }
}
