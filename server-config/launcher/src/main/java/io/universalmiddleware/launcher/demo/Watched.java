package io.universalmiddleware.launcher.demo;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.github.centrifugal.centrifuge.ErrorEvent;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionErrorEvent;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.universalmiddleware.contracts.hub.HubPublication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A channel watched through the official client library, which keeps what it was pushed. */
final class Watched implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long POLL_MILLIS = 5;

    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Client client;
    private volatile String trouble = "no answer";

    /**
     * A publication as it arrived.
     *
     * @param at {@link System#nanoTime()} of its arrival
     */
    record Push(long offset, String data, Map<String, String> tags, long at) {}

    private Watched(URI webSocket, String token) {
        Options options = new Options();
        options.setToken(token);
        client = new Client(webSocket.toString(), options, new EventListener() {
            @Override
            public void onError(Client failed, ErrorEvent event) {
                trouble = String.valueOf(event.getError());
            }
        });
    }

    /** Connects and subscribes; returns when the hub has confirmed it. */
    static Watched channel(URI webSocket, String token, String channel, Consumer<Push> onPush) {
        Watched watched = new Watched(webSocket, token);
        try {
            watched.subscribe(channel, onPush);
            if (!watched.subscribed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new DemoException(
                        "The hub at " + webSocket + " gave no subscription to " + channel + ": " + watched.trouble);
            }
            return watched;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    private void subscribe(String channel, Consumer<Push> onPush) {
        try {
            Subscription subscription = client.newSubscription(channel, new SubscriptionEventListener() {
                @Override
                public void onPublication(Subscription to, PublicationEvent event) {
                    Push push = new Push(
                            event.getOffset(),
                            new String(event.getData(), StandardCharsets.UTF_8),
                            event.getTags() == null ? Map.of() : Map.copyOf(event.getTags()),
                            System.nanoTime());
                    pushes.add(push);
                    onPush.accept(push);
                }

                @Override
                public void onSubscribed(Subscription to, SubscribedEvent event) {
                    subscribed.countDown();
                }

                @Override
                public void onError(Subscription to, SubscriptionErrorEvent event) {
                    trouble = String.valueOf(event.getError());
                }
            });
            client.connect();
            subscription.subscribe();
        } catch (DuplicateSubscriptionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What arrived until now, in the order of arrival. */
    List<Push> pushes() {
        return List.copyOf(pushes);
    }

    /** The push that the command caused, when it is there. */
    Push awaitCommand(UUID command, long withinSeconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(withinSeconds);
        String id = command.toString();
        while (System.nanoTime() < deadline) {
            Optional<Push> push = pushes.stream()
                    .filter(arrived -> id.equals(arrived.tags().get(HubPublication.COMMAND_ID)))
                    .findFirst();
            if (push.isPresent()) {
                return push.get();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoException("interrupted", e);
            }
        }
        throw new DemoException("No push of command " + command + " arrived within " + withinSeconds + " s");
    }

    @Override
    public void close() {
        client.disconnect();
        try {
            client.close(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
