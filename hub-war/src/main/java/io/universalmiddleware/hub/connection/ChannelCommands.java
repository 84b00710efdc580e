package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubPublication;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.hub.channel.Slice;
import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Position;
import io.universalmiddleware.hub.protocol.Publication;
import io.universalmiddleware.hub.protocol.Request;
import io.universalmiddleware.hub.protocol.Result;
import io.universalmiddleware.hub.protocol.StoredPublications;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a client may do with a channel without being subscribed: publish, look who is there, read what was. */
final class ChannelCommands {
    private final Hub hub;

    ChannelCommands(Hub hub) {
        this.hub = hub;
    }

    CompletionStage<Answer> publish(Request.Publish request, TenantId tenant, ClientInfo client) {
        if (!request.plain()) {
            return Answer.of(ErrorCode.NOT_AVAILABLE).now();
        }
        if (request.data().isEmpty()) {
            return Answer.of(ErrorCode.BAD_REQUEST).now();
        }
        HubPublication publication =
                new HubPublication(request.data(), Map.of(), hub.clock().instant(), StoredPublications.store(client));
        return hub.store()
                .publish(new HubChannel(tenant, request.channel()), publication)
                .thenApply(position -> Answer.of(new Result.Published()));
    }

    CompletionStage<Answer> presence(Request.Presence request, TenantId tenant) {
        return present(request.channel(), tenant, Result.Present::new);
    }

    CompletionStage<Answer> presenceStats(Request.PresenceStats request, TenantId tenant) {
        return present(
                request.channel(),
                tenant,
                clients -> new Result.PresentCount(
                        clients.size(),
                        clients.values().stream()
                                .map(ClientInfo::user)
                                .distinct()
                                .count()));
    }

    CompletionStage<Answer> history(Request.History request, TenantId tenant) {
        @Nullable Position since = request.since();
        int limit = request.limit() < 0 ? Integer.MAX_VALUE : request.limit();
        long from = since == null ? 0 : since.offset() + (request.reverse() ? -1 : 1);
        boolean beforeAll = since != null && from < 1;
        return hub.store()
                .page(new HubChannel(tenant, request.channel()), beforeAll ? 0 : limit, from, request.reverse())
                .thenApply(slice -> past(slice, since));
    }

    private Answer past(Slice slice, @Nullable Position since) {
        if (since != null
                && !since.epoch().isEmpty()
                && !since.epoch().equals(slice.top().epoch())) {
            return Answer.of(ErrorCode.UNRECOVERABLE_POSITION);
        }
        List<Publication> fitting = new ArrayList<>();
        long length = 0;
        for (Publication publication : slice.publications()) {
            length += publication.data().length();
            if (!fitting.isEmpty() && length > hub.limits().mostHistoryBytes()) {
                break;
            }
            fitting.add(publication);
        }
        return Answer.of(new Result.Past(fitting, slice.top()));
    }

    private CompletionStage<Answer> present(
            String channel, TenantId tenant, Function<Map<String, ClientInfo>, Result> result) {
        return hub.presence()
                .read(new HubChannel(tenant, channel))
                .thenApply(clients -> clients.map(c -> Answer.of(result.apply(c)))
                        .orElseGet(() -> Answer.of(ErrorCode.LIMIT_EXCEEDED)));
    }
}
