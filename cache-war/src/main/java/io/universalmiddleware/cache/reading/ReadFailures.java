package io.universalmiddleware.cache.reading;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a client is told of a read that failed: come again, where that may help. */
final class ReadFailures {
    private ReadFailures() {}

    static Throwable problem(Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof OverloadedException || cause instanceof TimeoutException || SqlFault.isTransient(cause)) {
            return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, "The row cannot be read now."));
        }
        return cause == null ? failure : cause;
    }
}
