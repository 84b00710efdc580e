package io.universalmiddleware.contracts.keyed;

/** A task is a piece of work that belongs to a key. */
@FunctionalInterface
public interface Task {

    /** Does the work, or some of it. What it throws ends the task as a failed one, and its key goes on. */
    Verdict run();
}
