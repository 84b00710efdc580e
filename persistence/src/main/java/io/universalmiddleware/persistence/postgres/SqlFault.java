package io.universalmiddleware.persistence.postgres;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A fault of the database or of the way to it; never an expected outcome. */
public final class SqlFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    public SqlFault(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** The SQLSTATE; empty if there is none. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether there is a row already that there may be one of. */
    public boolean isUniqueViolation() {
        return sqlState.equals("23505");
    }

    /**
     * Whether the cause chain holds a database fault after which the same work may succeed: connection lost or refused,
     * serialization failure, deadlock, resources short, lock or statement timeout, a transaction ended because its client
     * was silent or slow (25P03, 25P04), server shutting down.
     */
    public static boolean isTransient(@Nullable Throwable fault) {
        for (@Nullable Throwable t = fault; t != null && t.getCause() != t; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.startsWith("58")
                        || state.equals("55P03")
                        || state.equals("25P03")
                        || state.equals("25P04")) {
                    return true;
                }
            } else if (t instanceof IOException) {
                return true;
            } else if (t.getMessage() != null && t.getMessage().contains("allocating a connection")) {
                return true; // the pool's own way to say that none was to be had
            }
        }
        return false;
    }
}
