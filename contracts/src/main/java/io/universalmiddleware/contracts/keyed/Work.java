package io.universalmiddleware.contracts.keyed;

import java.util.List;

/** What a worker does with the tasks that it has taken: of each key some, in their order. */
@FunctionalInterface
public interface Work<T> {

    /** Does the work of all. What it says is said of each; what it throws ends each as a failed one, and their keys go on. */
    Verdict run(List<T> tasks);
}
