package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.Violations;
import java.util.List;

/** How the control plane refuses. */
public final class Refusing {
    private static final int LONGEST_ID = 63;

    private Refusing() {}

    static ProblemException notFound(Kind kind, String id) {
        return new ProblemException(
                Problem.of(ProblemType.NOT_FOUND, "There is no " + kind.singular() + " '" + shortened(id) + "'."));
    }

    static ProblemException noTenant(String slug) {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no tenant '" + shortened(slug) + "'."));
    }

    static ProblemException noRevision(String number) {
        return new ProblemException(
                Problem.of(ProblemType.NOT_FOUND, "There is no revision '" + shortened(number) + "'."));
    }

    static ProblemException conflict(String detail, List<Violation> violations) {
        return new ProblemException(Problem.of(ProblemType.CONFLICT, detail, violations));
    }

    public static ProblemException invalid(String pointer, String expected) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_REQUEST, null, List.of(new Violation(pointer, expected))));
    }

    /** Refuses if there is any violation. */
    public static void ifAny(Violations violations) {
        if (!violations.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, null, violations.list()));
        }
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_ID ? text.substring(0, LONGEST_ID) + '…' : text;
    }
}
