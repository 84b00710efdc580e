package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.Command;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Request;
import io.universalmiddleware.token.Identity;
import java.util.concurrent.CompletionStage;

/** Permitted commands are a connection's commands with channels, each carried out once the policy allows it. */
final class PermittedCommands {
    private final Permit permit;
    private final ChannelCommands commands;
    private final Subscriptions subscriptions;

    PermittedCommands(Permit permit, ChannelCommands commands, Subscriptions subscriptions) {
        this.permit = permit;
        this.commands = commands;
        this.subscriptions = subscriptions;
    }

    /** Carries a command out, or answers why not; what is none with a channel is not available. */
    CompletionStage<Answer> carryOut(Command command, Identity who, ClientInfo client) {
        Request request = command.request();
        TenantId tenant = who.tenant();
        if (request instanceof Request.Subscribe subscribe) {
            return permit.then(
                    who,
                    HubAct.SUBSCRIBE,
                    subscribe.channel(),
                    () -> subscriptions.begin(command.id(), subscribe, tenant, client));
        } else if (request instanceof Request.Publish publish) {
            return permit.then(who, HubAct.PUBLISH, publish.channel(), () -> commands.publish(publish, tenant, client));
        } else if (request instanceof Request.Presence presence) {
            return permit.then(
                    who, HubAct.READ_PRESENCE, presence.channel(), () -> commands.presence(presence, tenant));
        } else if (request instanceof Request.PresenceStats stats) {
            return permit.then(who, HubAct.READ_PRESENCE, stats.channel(), () -> commands.presenceStats(stats, tenant));
        } else if (request instanceof Request.History history) {
            return permit.then(who, HubAct.READ_HISTORY, history.channel(), () -> commands.history(history, tenant));
        }
        return Answer.of(ErrorCode.NOT_AVAILABLE).now();
    }
}
