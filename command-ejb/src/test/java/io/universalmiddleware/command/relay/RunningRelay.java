package io.universalmiddleware.command.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.outbox.RelayConnection;
import java.util.UUID;

/** A relay on a thread of this JVM, stopped in order. */
final class RunningRelay implements AutoCloseable {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Waker waker;
    private final OutboxRelay relay;
    private final Thread thread;

    RunningRelay(PostgresBackend postgres, RelaySettings settings) {
        this(postgres, settings, new Waker());
    }

    RunningRelay(PostgresBackend postgres, RelaySettings settings, Waker waker) {
        this.waker = waker;
        relay = new OutboxRelay(
                UUID.randomUUID().toString(),
                settings,
                () -> RelayConnection.open(postgres.dataSource()),
                new KafkaPublisher(settings, new ObjectMapper(), new RelayMetrics(meters), Spans.off()),
                waker);
        thread = new Thread(relay, "relay");
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        relay.stop();
        thread.join(60_000);
    }
}
