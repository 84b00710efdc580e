package io.universalmiddleware.gateway.control;

import org.eclipse.microprofile.jwt.JsonWebToken;

/** Asks whoever has a second factor to have shown it lately; identity knows how. */
public interface ProofOfPresence {
    /** @throws io.universalmiddleware.contracts.problem.ProblemException 401 that says what the token lacks */
    void require(JsonWebToken token);
}
