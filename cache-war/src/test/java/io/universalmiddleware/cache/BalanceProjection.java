package io.universalmiddleware.cache;

import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.spi.RowType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** View {@code balance}: a row an account, and one for all of them. */
public final class BalanceProjection implements Projection<Balance> {
    public static final String ALL = "all";

    /** An amount over which the projection ends with an error. */
    public static final int ENDLESS = -1;

    /** Whether the projection takes bad data, as one that was mended does. */
    public static final AtomicBoolean MENDED = new AtomicBoolean();

    @Override
    public String view() {
        return "balance";
    }

    @Override
    public RowType<Balance> row() {
        return RowType.of(Balance.class);
    }

    @Override
    public List<Class<?>> events() {
        return List.of(Added.class, Closed.class);
    }

    @Override
    public List<String> keys(Object event, EventMetadata metadata) {
        String account = metadata.aggregate().id();
        return event instanceof Added ? List.of(account, ALL) : List.of(account);
    }

    @Override
    public @Nullable Balance apply(@Nullable Balance row, String key, Object event, EventMetadata metadata) {
        if (event instanceof Closed) {
            return null;
        }
        Added added = (Added) event;
        if (added.bad() && key.equals(ALL) && !MENDED.get()) {
            throw new IllegalStateException("bad data");
        }
        if (added.amount() == ENDLESS) {
            throw new StackOverflowError();
        }
        return row == null
                ? new Balance(added.amount(), 1)
                : new Balance(row.total() + added.amount(), row.events() + 1);
    }
}
