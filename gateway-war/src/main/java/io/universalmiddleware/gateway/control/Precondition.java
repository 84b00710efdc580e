package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Entity tags of entries: the revision that last changed one, strong (RFC 9110, section 8.8.3). */
public final class Precondition {
    private Precondition() {}

    public static String etag(long revision) {
        return "\"" + revision + '"';
    }

    /**
     * Refuses with 412 unless the field is absent, {@code *}, or lists the revision's tag. A weak tag never matches (RFC 9110,
     * section 13.1.1).
     *
     * @param ifMatch the value of {@code If-Match}
     */
    public static void check(@Nullable String ifMatch, long revision) {
        if (ifMatch != null && !ifMatch.strip().equals("*") && !lists(ifMatch, etag(revision))) {
            throw new ProblemException(Problem.of(
                    ProblemType.PRECONDITION_FAILED, "It is at " + etag(revision) + ", not at what If-Match says."));
        }
    }

    /** Whether the value of {@code If-None-Match} says that the client has it: weak tags count (section 13.1.2). */
    static boolean has(@Nullable String ifNoneMatch, long revision) {
        return ifNoneMatch != null
                && (ifNoneMatch.strip().equals("*") || lists(ifNoneMatch.replace("W/", ""), etag(revision)));
    }

    /** Refuses with 412 if the value of {@code If-None-Match} says that it must not be there, or not so (section 13.1.2). */
    static void refuse(@Nullable String ifNoneMatch, long revision) {
        if (has(ifNoneMatch, revision)) {
            throw new ProblemException(Problem.of(
                    ProblemType.PRECONDITION_FAILED,
                    "It is at " + etag(revision) + ", which If-None-Match rules out."));
        }
    }

    private static boolean lists(String tags, String tag) {
        for (String one : tags.split(",")) {
            if (one.strip().equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
