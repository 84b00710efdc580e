package io.universalmiddleware.processor.handling;

import java.util.function.Function;
import java.util.function.Predicate;

/** The boundary of a transaction: JTA's in the server, a local one where there is none. */
public interface Transactions {

    /**
     * Does the work in a transaction of its own.
     *
     * @param commits whether to commit what the work answered; else everything is rolled back
     * @return what the work answered, committed or rolled back as asked
     * @throws RuntimeException what the work threw, rolled back; or a fault of the commit, after which it is unknown whether the
     *     transaction took effect
     */
    <T> T call(Function<Stores, T> work, Predicate<T> commits);

    /** As {@link #call}, and always commits. */
    default <T> T call(Function<Stores, T> work) {
        return call(work, answer -> true);
    }
}
