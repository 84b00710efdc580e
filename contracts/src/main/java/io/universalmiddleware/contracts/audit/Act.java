package io.universalmiddleware.contracts.audit;

import org.jspecify.annotations.Nullable;

/**
 * An act is what somebody is about to do that the audit must know, where nothing of it is stored.
 *
 * <p>A CDI event, fired before the act: once {@code fire} returns it is in the audit; if it throws it is not, and the act must not be
 * done. What is stored in PostgreSQL is audited in its own transaction instead.
 *
 * @param tenant whose matter it is
 * @param actor {@code tenant/user}
 * @param action a verb and what it is done to, such as {@code change-log-level}
 * @param subject what it is done to: a kind, a slash, a name
 * @param detail JSON; null for none
 */
public record Act(
        String tenant,
        String actor,
        String action,
        String subject,
        @Nullable String detail) {}
