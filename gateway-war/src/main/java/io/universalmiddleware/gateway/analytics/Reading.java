package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How questions are answered that cannot be: the store is away, or they take too long. */
final class Reading {
    private static final String TOOK_TOO_LONG = "57014";

    private Reading() {}

    /** @throws ProblemException 503 if the store is away, or the answer took too long */
    static <T> T call(Supplier<T> question) {
        return Stored.call("What passed the edge cannot be read now.", () -> {
            try {
                return question.get();
            } catch (RuntimeException fault) {
                if (tookTooLong(fault)) {
                    throw new ProblemException(Problem.of(
                            ProblemType.UNAVAILABLE,
                            "This took too long: ask for less time, or name a tenant, a route or a request."));
                }
                throw fault;
            }
        });
    }

    static ProblemException noTenant(String slug) {
        return new ProblemException(
                Problem.of(ProblemType.NOT_FOUND, "There is no tenant '" + LogText.fit(slug, 63) + "'."));
    }

    private static boolean tookTooLong(Throwable fault) {
        for (@Nullable Throwable t = fault; t != null && t.getCause() != t; t = t.getCause()) {
            if (t instanceof SqlFault sql && sql.sqlState().equals(TOOK_TOO_LONG)) {
                return true;
            }
        }
        return false;
    }
}
