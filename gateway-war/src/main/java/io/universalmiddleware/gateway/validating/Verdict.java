package io.universalmiddleware.gateway.validating;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.http.Refusal;
import java.util.List;

/** A verdict is what a document says of a request before its body is known. */
sealed interface Verdict {

    /** Nothing is wrong, and the body is not looked at. */
    record Pass() implements Verdict {}

    /** It is not taken. */
    record Refuse(Refusal refusal) implements Verdict {}

    /** The body decides; violations found so far are told with the body's. */
    record AskBody(BodyRule rule, List<Violation> soFar) implements Verdict {}

    static Verdict invalid(List<Violation> violations) {
        return new Refuse(Refusal.of(ProblemType.INVALID_REQUEST, "The request is not as the route's contract says.")
                .because(violations));
    }
}
