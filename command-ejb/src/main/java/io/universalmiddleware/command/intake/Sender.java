package io.universalmiddleware.command.intake;

import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.trace.TraceContext;

/** Who sends a command, and in which trace. */
record Sender(Caller caller, TraceContext trace) {

    TenantId tenant() {
        return caller.tenant();
    }

    String principal() {
        return caller.principal();
    }

    /** The same with another span as the parent of what follows. */
    Sender in(TraceContext span) {
        return new Sender(caller, span);
    }
}
