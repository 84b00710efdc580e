package io.universalmiddleware.gateway.document;

import io.universalmiddleware.contracts.problem.Violation;
import java.util.ArrayList;
import java.util.List;

/** Violations collect what is wrong with one document, in the order in which it is found; at most a hundred are kept. */
public final class Violations {
    private static final int MOST = 100;

    private final List<Violation> found = new ArrayList<>();

    /** @param pointer where (RFC 6901); empty for the whole document */
    public void add(String pointer, String message) {
        if (found.size() < MOST) {
            found.add(new Violation(pointer, message));
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What was found so far. */
    public List<Violation> list() {
        return List.copyOf(found);
    }

    @Override
    public String toString() {
        return found.toString();
    }
}
