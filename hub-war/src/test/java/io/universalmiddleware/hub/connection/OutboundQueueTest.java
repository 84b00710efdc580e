package io.universalmiddleware.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.hub.metrics.HubMetrics;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private final SlowTransport transport = new SlowTransport();
    private final List<String> failures = new ArrayList<>();
    private final OutboundQueue queue = new OutboundQueue(
            transport,
            100,
            new HubMetrics(new SimpleMeterRegistry()),
            () -> failures.add("failed"),
            () -> failures.add("relieved"));

    @Test
    void oneFrameIsOnItsWayAndTheRestGoesTogetherInOrder() {
        queue.offer(message("a"));
        queue.offer(message("b"));
        queue.offer(message("c"));

        assertThat(transport.frames).containsExactly("a");
        transport.take();
        assertThat(transport.frames).containsExactly("a", "b c");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(queue.offer(message("x".repeat(60)))).isTrue();
        assertThat(queue.offer(message("y".repeat(40)))).isTrue();
        assertThat(queue.offer(message("z"))).isFalse();

        transport.take();
        assertThat(queue.offer(message("z"))).isTrue();
    }

    @Test
    void itTellsWhenItIsNoLongerHalfFull() {
        queue.offer(message("x".repeat(40)));
        assertThat(queue.isHalfFull()).isFalse();
        queue.offer(message("y".repeat(40)));
        assertThat(queue.isHalfFull()).isTrue();

        transport.take();
        assertThat(failures).containsExactly("relieved");
        transport.take();
        assertThat(failures).containsExactly("relieved");
    }

    @Test
    void oneMessageMayBeLargerThanTheQueue() {
        queue.offer(message("first"));
        assertThat(queue.offer(message("x".repeat(1_000)))).isTrue();
        assertThat(queue.offer(message("y"))).isFalse();
        transport.take();
        transport.take();
        assertThat(queue.offer(message("y"))).isTrue();
    }

    @Test
    void nothingIsSentAfterClosing() {
        queue.offer(message("a"));
        queue.offer(message("b"));
        queue.close();
        transport.take();

        assertThat(queue.offer(message("c"))).isTrue();
        assertThat(transport.frames).containsExactly("a");
    }

    @Test
    void aFrameThatTheNetworkRefusesIsTold() {
        queue.offer(message("a"));
        transport.fail();

        assertThat(failures).containsExactly("failed");
    }

    private static Encoded message(String text) {
        return Encoded.text(text);
    }

    /** Holds each frame until it is taken. */
    private static final class SlowTransport implements Transport {
        private final List<String> frames = new ArrayList<>();
        private Consumer<@Nullable Throwable> done = fault -> {};

        void take() {
            done.accept(null);
        }

        void fail() {
            done.accept(new IllegalStateException("cut"));
        }

        @Override
        public void send(List<Encoded> messages, Consumer<@Nullable Throwable> whenDone) {
            frames.add(messages.stream().map(Encoded::text).collect(Collectors.joining(" ")));
            done = whenDone;
        }

        @Override
        public void close(Disconnect reason) {}

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }
}
