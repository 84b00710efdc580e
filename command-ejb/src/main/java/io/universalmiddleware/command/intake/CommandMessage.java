package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.message.RolesHeader;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The message that carries a command to its handler: a CloudEvent whose id is the command's. */
final class CommandMessage {
    private static final String SOURCE = "/um/command";

    private CommandMessage() {}

    static OutboxMessage of(CommandId id, Submission submission, Sender sender, Instant acceptedAt) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.CONTENT_TYPE, "application/json");
        headers.put(Headers.SPEC_VERSION, "1.0");
        headers.put(Headers.ID, id.toString());
        headers.put(Headers.SOURCE, SOURCE);
        headers.put(Headers.TYPE, submission.type());
        headers.put(Headers.DATA_VERSION, Integer.toString(submission.version()));
        headers.put(Headers.SUBJECT, submission.aggregate().id());
        headers.put(Headers.TIME, acceptedAt.toString());
        headers.put(Headers.TENANT, sender.tenant().value());
        headers.put(Headers.AGGREGATE_TYPE, submission.aggregate().type());
        headers.put(Headers.COMMAND_ID, id.toString());
        headers.put(Headers.CORRELATION_ID, id.toString());
        headers.put(Headers.PRINCIPAL, sender.principal());
        headers.put(Headers.PRINCIPAL_ROLES, RolesHeader.text(sender.caller().roles()));
        headers.put(Headers.TRACEPARENT, sender.trace().traceparent());
        return new OutboxMessage(id.value(), submission.aggregate(), Topics.COMMANDS, headers, submission.payload());
    }
}
