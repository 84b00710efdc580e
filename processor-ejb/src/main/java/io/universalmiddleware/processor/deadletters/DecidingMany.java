package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.LetterState;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Decides about many open letters, a hundred in a transaction. Those that come meanwhile are left for the next time. */
@Dependent
public class DecidingMany {
    private static final int AT_ONCE = 100;

    private final DecidingLetters deciding;

    @Inject
    DecidingMany(DecidingLetters deciding) {
        this.deciding = deciding;
    }

    ManyResult retry(Operator operator, ManyRequest which, @Nullable String reason) {
        return all(operator, which, ids -> deciding.retryAll(operator, ids, reason));
    }

    ManyResult discard(Operator operator, ManyRequest which, String reason) {
        return all(operator, which, ids -> deciding.discardAll(operator, ids, reason));
    }

    /** Goes from the newest letter to the oldest, so that each is met once. */
    private ManyResult all(Operator operator, ManyRequest which, ToIntFunction<List<UUID>> decision) {
        int met = 0;
        int decided = 0;
        @Nullable UUID before = null;
        List<UUID> page;
        do {
            page = deciding.open(new LetterQuery(
                    operator.tenants(), LetterState.OPEN, which.group(), which.type(), before, AT_ONCE));
            met += page.size();
            decided += decision.applyAsInt(page);
            before = page.isEmpty() ? null : page.get(page.size() - 1);
        } while (page.size() == AT_ONCE);
        return new ManyResult(decided, met - decided);
    }
}
