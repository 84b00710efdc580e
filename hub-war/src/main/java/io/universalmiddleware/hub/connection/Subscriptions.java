package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Request;
import io.universalmiddleware.hub.protocol.Result;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection, by channel name. Used in turn with its commands. */
final class Subscriptions {
    private final Connection connection;
    private final Map<String, Subscription> byName = new HashMap<>();

    Subscriptions(Connection connection) {
        this.connection = connection;
    }

    /** Completes when the subscription stands, or does not. */
    CompletionStage<Answer> begin(long commandId, Request.Subscribe request, TenantId tenant, ClientInfo client) {
        Optional<ErrorCode> refusal = refusal(request);
        if (refusal.isPresent()) {
            return Answer.of(refusal.get()).now();
        }
        HubChannel channel = new HubChannel(tenant, request.channel());
        Subscription subscription = new Subscription(
                connection, channel, client, request.joinLeave(), request.rejectUnrecovered(), commandId);
        byName.put(request.channel(), subscription);
        connection.hub().channels().subscribe(channel, subscription, request.since());
        return subscription.outcome().whenComplete((answer, fault) -> {
            if (!subscription.active()) {
                connection.run(() -> forget(subscription));
            }
        });
    }

    /** Completes when others are told; does nothing if there is no such subscription. */
    CompletionStage<Answer> end(String name) {
        @Nullable Subscription subscription = byName.remove(name);
        if (subscription == null) {
            return Answer.of(new Result.Unsubscribed()).now();
        }
        return subscription.end().thenApply(done -> Answer.of(new Result.Unsubscribed()));
    }

    /** Ends all. */
    void end() {
        byName.values().forEach(Subscription::end);
        byName.clear();
    }

    /** Drops one that has ended. */
    void forget(Subscription subscription) {
        byName.remove(subscription.channel().name(), subscription);
    }

    private Optional<ErrorCode> refusal(Request.Subscribe request) {
        if (!request.plain()) {
            return Optional.of(ErrorCode.NOT_AVAILABLE);
        }
        if (byName.containsKey(request.channel())) {
            return Optional.of(ErrorCode.ALREADY_SUBSCRIBED);
        }
        return byName.size() < connection.hub().limits().channels()
                ? Optional.empty()
                : Optional.of(ErrorCode.LIMIT_EXCEEDED);
    }
}
