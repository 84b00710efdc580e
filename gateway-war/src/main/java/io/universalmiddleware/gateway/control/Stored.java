package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.postgres.SqlFault;
import jakarta.transaction.TransactionalException;
import java.util.function.Supplier;

/** Work with a store, which may be away. */
public final class Stored {
    private Stored() {}

    /** Work with the configuration's, as {@link #call(String, Supplier)}. */
    public static <T> T call(Supplier<T> work) {
        return call("The configuration cannot be reached now.", work);
    }

    /**
     * Does work.
     *
     * @param away what is said to the caller if the store is
     * @throws ProblemException 503 if the store is away; the work has not been done then, or nobody knows whether it has
     */
    public static <T> T call(String away, Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException told) {
            throw told;
        } catch (RuntimeException fault) {
            if (fault.getCause() instanceof ProblemException told) {
                throw told;
            }
            if (SqlFault.isTransient(fault) || fault instanceof TransactionalException) {
                throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE, away));
            }
            throw fault;
        }
    }
}
