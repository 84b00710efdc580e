package io.universalmiddleware.contracts.rows;

import io.universalmiddleware.contracts.id.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row scope is whose rows the transactions of a thread can touch: everybody's, a tenant's, or nobody's. PostgreSQL holds them to it,
 * whatever a statement says.
 *
 * <p>A thread has the platform's scope, everybody's, until it enters another: the platform's own work enters none. A request enters
 * {@link #NOBODY} before anything else, and its tenant's as soon as a verified token has named the tenant. Another thread that works for
 * it enters the scope itself; it does not follow.
 */
public final class RowScope {
    /** Everybody's rows: for the platform's own work. */
    public static final RowScope PLATFORM = new RowScope(true, "");

    /** No tenant's rows: for whom no tenant is known of. */
    public static final RowScope NOBODY = new RowScope(false, "");

    private static final ThreadLocal<RowScope> ENTERED = new ThreadLocal<>();

    private final boolean everybody;
    private final String tenant;

    private RowScope(boolean everybody, String tenant) {
        this.everybody = everybody;
        this.tenant = tenant;
    }

    /** The rows of one tenant. */
    public static RowScope of(TenantId tenant) {
        return new RowScope(false, tenant.value());
    }

    /** The scope that the thread has entered last and not left; empty if it has entered none, and is the platform's. */
    public static Optional<RowScope> entered() {
        return Optional.ofNullable(ENTERED.get());
    }

    /** Makes this the thread's scope until the returned entry is closed. */
    public Entry enter() {
        @Nullable RowScope before = ENTERED.get();
        ENTERED.set(this);
        return () -> restore(before);
    }

    public boolean isEverybody() {
        return everybody;
    }

    /** Whose rows; empty if everybody's or nobody's. */
    public String tenant() {
        return tenant;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowScope scope && scope.everybody == everybody && scope.tenant.equals(tenant);
    }

    @Override
    public int hashCode() {
        return 31 * tenant.hashCode() + Boolean.hashCode(everybody);
    }

    @Override
    public String toString() {
        return everybody ? "everybody's" : tenant.isEmpty() ? "nobody's" : tenant;
    }

    private static void restore(@Nullable RowScope before) {
        if (before == null) {
            ENTERED.remove();
        } else {
            ENTERED.set(before);
        }
    }

    /** A scope that was entered. Close in reverse order, on the same thread. */
    @FunctionalInterface
    public interface Entry extends AutoCloseable {
        @Override
        void close();
    }
}
