package io.universalmiddleware.contracts.spi;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.Set;

/** The command context is what a handler may know beside the payload. */
public interface CommandContext {

    CommandId commandId();

    TenantId tenant();

    /** The id of the aggregate that the command is for. */
    String aggregateId();

    /** The user who sent it. */
    String principal();

    /** The roles that this user had when the command was accepted, as the token said. */
    Set<String> roles();

    Instant acceptedAt();

    /**
     * The state of the command's own aggregate. The events of a successful outcome are appended only if no other
     * event came in between; else the command is tried again on the newer state.
     */
    <S> S state(Aggregate<S> aggregate);

    /** The state of another aggregate of the same tenant, as last committed. */
    <S> S state(Aggregate<S> aggregate, String aggregateId);
}
