package io.universalmiddleware.processor.handling;

import io.universalmiddleware.persistence.event.ConcurrentAppendException;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What kind of fault stopped an attempt, and so what helps against it. */
enum FaultKind {
    /** The command is all right, the moment is not: a store is away, another transaction was faster. Retried until it passes. */
    PASSING,
    /** The handler failed. Retried, a bounded number of times. */
    HANDLER,
    /** No retry can help. */
    PERMANENT;

    private static final String STATEMENT_CANCELLED = "57014";

    static FaultKind of(Throwable fault) {
        if (isCausedBy(fault, UnusableCommandException.class)) {
            return PERMANENT;
        }
        if (isCausedBy(fault, ConcurrentAppendException.class)) {
            return PASSING;
        }
        // a statement that is too slow may be so for ever: its handler's fault
        return SqlFault.isTransient(fault) && !isCancelledStatement(fault) ? PASSING : HANDLER;
    }

    private static boolean isCausedBy(Throwable fault, Class<? extends Throwable> type) {
        for (@Nullable Throwable t = fault; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCancelledStatement(Throwable fault) {
        for (@Nullable Throwable t = fault; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && STATEMENT_CANCELLED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
