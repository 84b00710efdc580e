package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.databind.node.TextNode;
import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.contracts.command.OutboxAppended;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.trace.TraceContext;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pending commands as senders make them, and an outbox event that nobody hears. */
final class PendingCommandFixture {
    static final Sender ANN = sender("acme", "ann");

    private PendingCommandFixture() {}

    /** A user of a tenant, with the role that the platform gives. */
    static Sender sender(String tenant, String user) {
        Caller caller = new Caller(new TenantId(tenant), user, Set.of("user"), Set.of());
        return new Sender(caller, TraceContext.start());
    }

    /** @param key null for none */
    static PendingCommand pending(Sender sender, @Nullable String key, String payload) {
        Submission submission = new Submission(
                "bank.OpenAccount",
                1,
                new AggregateRef(sender.tenant(), "bank.Account", "ann"),
                payload,
                TextNode.valueOf(payload));
        return new PendingCommand(submission, sender, IdempotencyKey.parse(key), payload.length());
    }

    @SuppressWarnings("unchecked")
    static Event<OutboxAppended> nobodyListens() {
        return (Event<OutboxAppended>) Proxy.newProxyInstance(
                PendingCommandFixture.class.getClassLoader(),
                new Class<?>[] {Event.class},
                (proxy, method, args) -> null);
    }
}
