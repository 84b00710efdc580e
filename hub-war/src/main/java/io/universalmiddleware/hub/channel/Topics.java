package io.universalmiddleware.hub.channel;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RTopic;
import org.redisson.api.listener.StatusListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics this node listens to: those that carry a channel with subscribers here. */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final int IDLE_TICKS = 10;

    private final Redis redis;
    private final HubKeys keys;
    private final Consumer<HubMessage> receiver;
    private final IntConsumer interrupted;
    private final Topic[] topics = new Topic[HubKeys.TOPICS];

    /**
     * @param receiver gets the messages of a topic in their order
     * @param interrupted told the number of a topic that is listened to again, so that messages may be missing
     */
    Topics(Redis redis, HubKeys keys, Consumer<HubMessage> receiver, IntConsumer interrupted) {
        this.redis = redis;
        this.keys = keys;
        this.receiver = receiver;
        this.interrupted = interrupted;
        for (int shard = 0; shard < topics.length; shard++) {
            topics[shard] = new Topic(shard);
        }
    }

    /** Completes when messages of the channel arrive. To be released, also after a failure. */
    CompletionStage<Void> acquire(HubChannel channel) {
        return topics[HubKeys.shard(channel)].acquire();
    }

    void release(HubChannel channel) {
        topics[HubKeys.shard(channel)].release();
    }

    /** Stops listening to topics that were not used for some ticks. */
    void tick() {
        for (Topic topic : topics) {
            topic.tick();
        }
    }

    private void receive(CharSequence name, String text) {
        HubMessage message;
        try {
            message = HubMessage.parse(text);
        } catch (IllegalArgumentException foreign) {
            LOG.warn("Topic {} carries something that is no message of the hub", name);
            return;
        }
        receiver.accept(message);
    }

    /** One topic and how many channels need it. */
    private final class Topic implements StatusListener {
        private final int shard;
        private int users;
        private int idleTicks;
        private @Nullable CompletableFuture<Void> listening;

        Topic(int shard) {
            this.shard = shard;
        }

        synchronized CompletionStage<Void> acquire() {
            users++;
            idleTicks = 0;
            if (listening == null || listening.isCompletedExceptionally()) {
                listening = listen();
            }
            return listening;
        }

        synchronized void release() {
            users--;
        }

        synchronized void tick() {
            if (users > 0 || listening == null || !listening.isDone() || ++idleTicks < IDLE_TICKS) {
                return;
            }
            listening = null;
            try {
                redis.topic(keys.topic(shard)).removeAllListenersAsync();
            } catch (RuntimeException unreachable) {
                LOG.debug("Topic {} was never listened to", shard, unreachable);
            }
        }

        /** What an attempt before this one may have left is removed first. */
        private CompletableFuture<Void> listen() {
            RTopic topic;
            try {
                topic = redis.topic(keys.topic(shard));
                if (listening != null) {
                    topic.removeAllListenersAsync();
                }
            } catch (RuntimeException unreachable) {
                return CompletableFuture.failedFuture(unreachable);
            }
            return topic.addListenerAsync(String.class, (name, text) -> receive(name, text))
                    .thenCompose(listener -> topic.addListenerAsync(this))
                    .toCompletableFuture()
                    .thenApply(listener -> (Void) null)
                    .orTimeout(redis.deadline().toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void onSubscribe(String name) {
            interrupted.accept(shard);
        }

        @Override
        public void onUnsubscribe(String name) {}
    }
}
