package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.trace.TraceContext;

/** Who sends a command, and in which trace. */
record Sender(TenantId tenant, String principal, TraceContext trace) {

    /** The same with another span as the parent of what follows. */
    Sender in(TraceContext span) {
        return new Sender(tenant, principal, span);
    }
}
