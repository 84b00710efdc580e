package io.universalmiddleware.contracts.command;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a command is settled.
 *
 * <p>Within a node it is a CDI event, fired inside the transaction that settles: observe it after success. Between nodes
 * it is the data of the message {@value #TYPE} on topic {@code events}, keyed as the command's aggregate:
 * <code>{"commandId": "…", "status": "succeeded", "result": {…}, "problem": {…}}</code>, where result and problem are nested
 * JSON or null.
 *
 * @param result the handler's result as JSON; null if it gave none or did not succeed
 * @param problem why it failed, as problem JSON; null if it succeeded
 */
public record CommandSettled(
        TenantId tenant,
        CommandId command,
        CommandStatus status,
        @Nullable String result,
        @Nullable String problem) {

    /** The message type. */
    public static final String TYPE = "um.CommandSettled";

    /** The namespace of the channel {@code command:{id}} on which it is pushed. */
    public static final String CHANNEL_NAMESPACE = "command";
}
