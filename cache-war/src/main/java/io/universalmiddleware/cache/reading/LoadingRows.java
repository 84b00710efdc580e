package io.universalmiddleware.cache.reading;

import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.view.ViewRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Loads a row as PostgreSQL has it now. */
@ApplicationScoped
public class LoadingRows {
    private ViewRepository rows;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoadingRows() {}

    @Inject
    public LoadingRows(ViewRepository rows) {
        this.rows = rows;
    }

    /** The row, or that there is none. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public ViewValue load(ViewRef ref) {
        try (RowScope.Entry tenant = RowScope.of(ref.tenant()).enter()) {
            return rows.find(ref)
                    .map(row -> new ViewValue(row.version(), row.body()))
                    .orElse(ViewValue.ABSENT);
        }
    }
}
