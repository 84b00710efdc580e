package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The budgets for attempts that may be guesses. A budget holds so many attempts and fills again at an even rate, whatever happens; all
 * nodes draw from the same one. Every method runs in the caller's transaction.
 */
@Dependent
public class AttemptRepository {
    private static final String TAKE = """
            INSERT INTO attempt_budget AS b (key, full_at) VALUES (?, ?::timestamptz + make_interval(secs => ?))
            ON CONFLICT (key) DO UPDATE SET full_at = greatest(b.full_at, ?::timestamptz) + make_interval(secs => ?)
            WHERE greatest(b.full_at, ?::timestamptz) + make_interval(secs => ?) <= ?::timestamptz
            RETURNING true
            """;

    private final SqlSession session;

    /** A budget. @param most attempts that it holds @param each how long it takes to fill by one */
    public record Budget(int most, Duration each) {}

    @Inject
    public AttemptRepository(SqlSession session) {
        this.session = session;
    }

    /** Takes an attempt out of a budget: empty, or how long it is until there is one again. */
    public Optional<Duration> take(byte[] key, Budget budget, Instant now) {
        double each = budget.each().toMillis() / 1e3;
        Instant most = now.plus(budget.each().multipliedBy(budget.most()));
        boolean taken = !session.query(
                        TAKE,
                        s -> {
                            s.setBytes(1, key);
                            s.setTimestamp(2, Columns.timestamp(now));
                            s.setDouble(3, each);
                            s.setTimestamp(4, Columns.timestamp(now));
                            s.setDouble(5, each);
                            s.setTimestamp(6, Columns.timestamp(now));
                            s.setDouble(7, each);
                            s.setTimestamp(8, Columns.timestamp(most));
                        },
                        row -> true)
                .isEmpty();
        return taken ? Optional.empty() : Optional.of(wait(key, most.minus(budget.each())));
    }

    private Duration wait(byte[] key, Instant mostBefore) {
        List<Instant> full = session.query(
                "SELECT full_at FROM attempt_budget WHERE key = ?",
                s -> s.setBytes(1, key),
                row -> Columns.requiredInstant(row, "full_at"));
        Duration wait = full.isEmpty() ? Duration.ZERO : Duration.between(mostBefore, full.get(0));
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Gives an attempt back: it was no guess. */
    public void giveBack(byte[] key, Budget budget) {
        session.update("UPDATE attempt_budget SET full_at = full_at - make_interval(secs => ?) WHERE key = ?", s -> {
            s.setDouble(1, budget.each().toMillis() / 1e3);
            s.setBytes(2, key);
        });
    }

    /** Removes those that are full: how many, at most so many. */
    public int removeFull(Instant now, int limit) {
        return session.update("""
                DELETE FROM attempt_budget WHERE key IN (
                    SELECT key FROM attempt_budget WHERE full_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setInt(2, limit);
        });
    }
}
