package io.universalmiddleware.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.runtime.json.JsonFault;
import jakarta.ws.rs.WebApplicationException;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Which problem a fault is, as a client may know it. */
final class Faults {
    private Faults() {}

    /** The problem of a fault; what the platform did not foresee is an internal error that tells nothing. */
    static Problem problem(Throwable fault) {
        if (fault instanceof ProblemException told) {
            return told.problem();
        }
        if (fault instanceof JsonProcessingException json) {
            return JsonFault.problem(json);
        }
        if (fault instanceof WebApplicationException web) {
            return ofStatus(web.getResponse().getStatus());
        }
        Throwable cause = fault.getCause();
        boolean wrapped = cause instanceof ProblemException
                || fault instanceof CompletionException
                || fault instanceof ExecutionException;
        return wrapped && cause != null ? problem(cause) : Problem.of(ProblemType.INTERNAL, null);
    }

    /**
     * The problem of a status without further words. A method that the container does not know (501) is the client's mistake,
     * as one that a resource does not know is.
     */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> Problem.of(ProblemType.MALFORMED_REQUEST, null);
            case 501 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, null);
            default ->
                Arrays.stream(ProblemType.values())
                        .filter(type -> type.status() == status)
                        .findFirst()
                        .or(() -> classOf(status))
                        .map(type -> Problem.of(type, null))
                        .orElseGet(() -> Problem.of(ProblemType.INTERNAL, null));
        };
    }

    private static java.util.Optional<ProblemType> classOf(int status) {
        return status >= 400 && status < 500
                ? java.util.Optional.of(ProblemType.INVALID_REQUEST)
                : java.util.Optional.empty();
    }
}
