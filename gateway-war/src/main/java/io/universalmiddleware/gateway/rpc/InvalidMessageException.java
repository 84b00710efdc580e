package io.universalmiddleware.gateway.rpc;

import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;

/** A message that no request can be made of, and every reason why. */
final class InvalidMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    InvalidMessageException(List<Violation> violations) {
        super("not a valid message", null, false, false);
        this.violations = List.copyOf(violations);
    }

    List<Violation> violations() {
        return violations;
    }
}
