package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.hub.channel.Outgoing;
import io.universalmiddleware.hub.channel.Subscriber;
import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Push;
import io.universalmiddleware.hub.protocol.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A subscription is a connection's wish for a channel, and then its share in it. */
final class Subscription implements Subscriber {
    private final Connection connection;
    private final HubChannel channel;
    private final ClientInfo client;
    private final boolean joinLeave;
    private final boolean rejectUnrecovered;
    private final long commandId;
    private final CompletableFuture<Answer> outcome = new CompletableFuture<>();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile boolean active = true;
    private volatile @Nullable CompletionStage<?> present;

    Subscription(
            Connection connection,
            HubChannel channel,
            ClientInfo client,
            boolean joinLeave,
            boolean rejectUnrecovered,
            long commandId) {
        this.connection = connection;
        this.channel = channel;
        this.client = client;
        this.joinLeave = joinLeave;
        this.rejectUnrecovered = rejectUnrecovered;
        this.commandId = commandId;
    }

    HubChannel channel() {
        return channel;
    }

    /** Completes when the subscription stands, or does not. */
    CompletionStage<Answer> outcome() {
        return outcome;
    }

    /** Ends it: nothing is sent any more. Completes when others are told. */
    CompletionStage<?> end() {
        if (!active) {
            return CompletableFuture.completedStage(null);
        }
        active = false;
        connection.hub().channels().unsubscribe(channel, this);
        return leave();
    }

    /** Undoes what admission did, once. */
    private CompletionStage<?> leave() {
        @Nullable CompletionStage<?> added = present;
        if (added == null || !left.compareAndSet(false, true)) {
            return CompletableFuture.completedStage(null);
        }
        connection.hub().metrics().unsubscribed();
        Hub hub = connection.hub();
        return hub.farewell(added.handle((done, fault) -> null)
                .thenCompose(x -> hub.presence().remove(channel, client))
                .handle((done, fault) -> null));
    }

    @Override
    public boolean active() {
        return active;
    }

    @Override
    public ClientInfo client() {
        return client;
    }

    @Override
    public boolean joinLeave() {
        return joinLeave;
    }

    @Override
    public void admitted(Result.Subscribed result) {
        if (!active) {
            outcome.complete(Answer.sent());
            return;
        }
        if (rejectUnrecovered && result.wasRecovering() && !result.recovered()) {
            connection.hub().channels().unsubscribe(channel, this);
            refused(ErrorCode.UNRECOVERABLE_POSITION);
            return;
        }
        connection.reply(commandId, result);
        connection.hub().metrics().subscribed();
        CompletionStage<?> added = connection.hub().presence().add(channel, client);
        present = added;
        if (!active) {
            leave();
        }
        added.whenComplete((done, fault) -> outcome.complete(Answer.sent()));
    }

    @Override
    public void refused(ErrorCode error) {
        active = false;
        outcome.complete(Answer.of(error));
    }

    @Override
    public void push(Outgoing push) {
        if (active) {
            connection.send(push.in(connection.codec()));
        }
    }

    @Override
    public void lost() {
        if (active) {
            active = false;
            // Still present: the client is expected back at once, and if it stays away its presence expires.
            if (left.compareAndSet(false, true)) {
                connection.hub().metrics().unsubscribed();
            }
            connection.lost(this, Push.Unsubscribed.insufficientState(channel.name()));
        }
    }
}
