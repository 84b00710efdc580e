package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Which commands to list, newest first; a null part does not restrict.
 *
 * @param principal only those that this user sent
 * @param before only commands older than this one: the last of the page before
 * @param limit at most so many, 1 to 1000
 */
public record CommandQuery(
        TenantId tenant,
        @Nullable String principal,
        @Nullable CommandStatus status,
        @Nullable String type,
        @Nullable String aggregateId,
        @Nullable CommandId before,
        int limit) {}
