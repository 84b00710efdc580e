package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.postgres.SqlFault;
import jakarta.transaction.TransactionalException;
import java.util.function.Supplier;

/** Work with the configuration's store, which may be away. */
public final class Stored {
    private Stored() {}

    /** @throws ProblemException 503 if the store is away; the work has not been done then, or nobody knows whether it has */
    public static <T> T call(Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException told) {
            throw told;
        } catch (RuntimeException fault) {
            if (fault.getCause() instanceof ProblemException told) {
                throw told;
            }
            if (SqlFault.isTransient(fault) || fault instanceof TransactionalException) {
                throw new ProblemException(
                        Problem.of(ProblemType.UNAVAILABLE, "The configuration cannot be reached now."));
            }
            throw fault;
        }
    }
}
