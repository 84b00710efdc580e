package io.universalmiddleware.product.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.DisconnectedEvent;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionErrorEvent;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.github.centrifugal.centrifuge.SubscriptionOptions;
import io.github.centrifugal.centrifuge.UnsubscribedEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub listener is the unmodified {@code centrifuge-java} client (Protobuf) on one channel; it writes down what it is told. */
public final class HubListener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Client client;
    private final Subscription subscription;

    private HubListener(URI server, String token, String channel) {
        Options options = new Options();
        options.setToken(token);
        options.setMinReconnectDelay(50);
        options.setMaxReconnectDelay(500);
        client = new Client(webSocket(server), options, new EventListener() {
            @Override
            public void onDisconnected(Client client, DisconnectedEvent event) {
                events.add("disconnected " + event.getCode());
            }
        });
        SubscriptionOptions recoverable = new SubscriptionOptions();
        recoverable.setRecoverable(true);
        recoverable.setMinResubscribeDelay(50);
        recoverable.setMaxResubscribeDelay(500);
        try {
            subscription = client.newSubscription(channel, recoverable, new Recorder());
        } catch (DuplicateSubscriptionException impossible) {
            throw new IllegalStateException(impossible);
        }
        subscription.subscribe();
        client.connect();
    }

    /** Subscribes and returns when the server has agreed. */
    public static HubListener on(URI server, String token, String channel) {
        HubListener listener = asking(server, token, channel);
        await().atMost(PATIENCE).until(() -> listener.count("subscribed") > 0);
        return listener;
    }

    /** Subscribes, whatever the server says to it. */
    public static HubListener asking(URI server, String token, String channel) {
        return new HubListener(server, token, channel);
    }

    static String webSocket(URI server) {
        return "ws://" + server.getHost() + ":" + server.getPort() + "/connection/websocket";
    }

    /** What it got so far, in order. */
    public List<Push> pushes() {
        return List.copyOf(pushes);
    }

    /** {@code subscribed recovering=… recovered=…}, {@code refused …}, {@code disconnected …}, in order. */
    public List<String> events() {
        return List.copyOf(events);
    }

    public long count(String event) {
        return events.stream().filter(e -> e.startsWith(event)).count();
    }

    /** Waits until there are so many pushes, and returns them. */
    public List<Push> awaitPushes(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(pushes).hasSizeGreaterThanOrEqualTo(count));
        return pushes();
    }

    public CompletableFuture<Void> publish(String json) {
        CompletableFuture<Void> published = new CompletableFuture<>();
        subscription.publish(json.getBytes(StandardCharsets.UTF_8), new ResultCallback<PublishResult>() {
            @Override
            public void onDone(Throwable fault, PublishResult result) {
                if (fault == null) {
                    published.complete(null);
                } else {
                    published.completeExceptionally(fault);
                }
            }
        });
        return published;
    }

    @Override
    public void close() {
        client.disconnect();
        try {
            client.close(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Recorder extends SubscriptionEventListener {
        @Override
        public void onPublication(Subscription subscription, PublicationEvent event) {
            pushes.add(new Push(
                    event.getOffset(),
                    new String(event.getData(), StandardCharsets.UTF_8),
                    event.getTags() == null ? Map.of() : Map.copyOf(event.getTags())));
        }

        @Override
        public void onSubscribed(Subscription subscription, SubscribedEvent event) {
            events.add("subscribed recovering=" + event.wasRecovering() + " recovered=" + event.getRecovered());
        }

        @Override
        public void onUnsubscribed(Subscription subscription, UnsubscribedEvent event) {
            events.add("refused " + event.getCode());
        }

        @Override
        public void onError(Subscription subscription, SubscriptionErrorEvent event) {
            events.add("error " + event.getError());
        }
    }
}
