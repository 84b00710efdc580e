package io.universalmiddleware.hub.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The hub's meters: names begin with {@code um_hub_}, times are in seconds, tags are few and bounded. */
public final class HubMetrics {
    private final MeterRegistry registry;
    private final AtomicLong connections;
    private final AtomicLong subscriptions;
    private final AtomicLong channels;
    private final AtomicLong queued;
    private final Counter messagesIn;
    private final Counter commandsRefused;
    private final Counter messagesOut;
    private final Counter bytesOut;
    private final Timer fanOut;
    private final Timer delivery;

    public HubMetrics(MeterRegistry registry) {
        this.registry = registry;
        connections = gauge("um_hub_connections", "Connections open on this node");
        subscriptions = gauge("um_hub_subscriptions", "Subscriptions of the connections of this node");
        channels = gauge("um_hub_channels", "Channels with subscribers on this node");
        queued = gauge("um_hub_queue_bytes", "Bytes that wait for the connections of this node");
        commandsRefused = counter("um_hub_commands_refused", "Commands of connections that sent too many");
        messagesIn = counter("um_hub_messages_in", "Commands that clients sent");
        messagesOut = counter("um_hub_messages_out", "Replies and pushes sent to clients");
        bytesOut = counter("um_hub_bytes_out", "Bytes of replies and pushes, without framing");
        fanOut = timer("um_hub_fanout", "From a publication's arrival on this node to its place in every queue");
        delivery = timer("um_hub_delivery", "From the publisher's clock to this node's queues");
    }

    public void connectionOpened() {
        connections.incrementAndGet();
    }

    /** @param reason of the closing, one of the protocol's */
    public void connectionClosed(String reason) {
        registry.counter("um_hub_closes", "reason", reason).increment();
        connections.decrementAndGet();
    }

    /** @param reason of a connection's refusal: one of {@code Refusal}, {@code user} or {@code tenant} */
    public void refused(String reason) {
        registry.counter("um_hub_refused", "reason", reason).increment();
    }

    public void commandRefused() {
        commandsRefused.increment();
    }

    public void queued(long bytes) {
        queued.set(bytes);
    }

    public void subscribed() {
        subscriptions.incrementAndGet();
    }

    public void unsubscribed() {
        subscriptions.decrementAndGet();
    }

    public void channelOpened() {
        channels.incrementAndGet();
    }

    public void channelClosed() {
        channels.decrementAndGet();
    }

    public void commandReceived() {
        messagesIn.increment();
    }

    public void sent(int messages, int bytes) {
        messagesOut.increment(messages);
        bytesOut.increment(bytes);
    }

    /** @param outcome recovered, unrecovered, too_large or failed */
    public void recovery(String outcome) {
        registry.counter("um_hub_recoveries", "outcome", outcome).increment();
    }

    /** A channel's subscribers were told that publications may be missing. */
    public void stateLost() {
        registry.counter("um_hub_state_lost").increment();
    }

    /** A gap between Redis and this node was filled from history. */
    public void gapFilled() {
        registry.counter("um_hub_gaps_filled").increment();
    }

    public void fannedOut(Duration inside, Duration sincePublished) {
        fanOut.record(inside);
        if (!sincePublished.isNegative()) {
            delivery.record(sincePublished);
        }
    }

    private AtomicLong gauge(String name, String description) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get).description(description).register(registry);
        return value;
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }
}
