package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;

/** How requests about dead letters are refused. */
final class Refusals {
    private Refusals() {}

    static ProblemException invalid(String where, String expected) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_REQUEST, null, List.of(new Violation(where, expected))));
    }

    static ProblemException notFound(String id) {
        return new ProblemException(Problem.of(
                ProblemType.NOT_FOUND,
                "There is no dead letter '" + (id.length() > 36 ? id.substring(0, 36) : id) + "'."));
    }
}
