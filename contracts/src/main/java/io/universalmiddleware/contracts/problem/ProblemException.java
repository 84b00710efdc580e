package io.universalmiddleware.contracts.problem;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A problem exception ends a request with a problem, from where no result type can carry it. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, Object> members;
    private final @Nullable String challenge;

    public ProblemException(Problem problem) {
        this(problem, Map.of(), null);
    }

    /**
     * A problem that says more than every one of its type's.
     *
     * @param members that its JSON object has besides (RFC 9457, section 3.2)
     * @param challenge the answer's {@code WWW-Authenticate}; null for the usual one
     */
    public ProblemException(Problem problem, Map<String, Object> members, @Nullable String challenge) {
        super(problem.title() + (problem.detail() == null ? "" : ": " + problem.detail()));
        this.problem = problem;
        this.members = Map.copyOf(members);
        this.challenge = challenge;
    }

    public Problem problem() {
        return problem;
    }

    /** Members that the problem's JSON object has besides. */
    public Map<String, Object> members() {
        return members;
    }

    /** The answer's {@code WWW-Authenticate}, if it is not the usual one. */
    public Optional<String> challenge() {
        return Optional.ofNullable(challenge);
    }
}
