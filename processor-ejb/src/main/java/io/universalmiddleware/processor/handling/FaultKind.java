package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.spi.PermanentFailureException;
import io.universalmiddleware.persistence.deadletter.KeyParkedException;
import io.universalmiddleware.persistence.event.ConcurrentAppendException;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What kind of fault stopped an attempt, and so what helps against it. */
enum FaultKind {
    /** The database cannot be reached. Everybody waits until it can. */
    AWAY,
    /** The command is all right, the moment is not: another transaction was faster. Retried until it passes. */
    PASSING,
    /** The handler failed. Retried, a bounded number of times. */
    HANDLER,
    /** No retry can help. */
    PERMANENT;

    private static final String STATEMENT_CANCELLED = "57014";

    static FaultKind of(Throwable fault) {
        if (isCausedBy(fault, UnusableCommandException.class)
                || isCausedBy(fault, PermanentFailureException.class)
                || isCausedBy(fault, NotAcceptedException.class)) {
            return PERMANENT;
        }
        if (isCausedBy(fault, ConcurrentAppendException.class) || isCausedBy(fault, KeyParkedException.class)) {
            return PASSING;
        }
        String state = sqlState(fault);
        if (!SqlFault.isTransient(fault) || state.equals(STATEMENT_CANCELLED)) {
            return HANDLER; // also a statement that takes too long: it may do so for ever
        }
        return state.startsWith("40") || state.startsWith("55") ? PASSING : AWAY;
    }

    private static boolean isCausedBy(Throwable fault, Class<? extends Throwable> type) {
        for (@Nullable Throwable t = fault; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String sqlState(Throwable fault) {
        for (@Nullable Throwable t = fault; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
