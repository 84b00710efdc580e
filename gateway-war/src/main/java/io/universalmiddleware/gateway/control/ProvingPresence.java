package io.universalmiddleware.gateway.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Asks who sends the present request for {@link ProofOfPresence}. */
@ApplicationScoped
public class ProvingPresence {
    private ProofOfPresence presence;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProvingPresence() {}

    @Inject
    ProvingPresence(ProofOfPresence presence, JsonWebToken token) {
        this.presence = presence;
        this.token = token;
    }

    /** @throws io.universalmiddleware.contracts.problem.ProblemException 401 that says what the token lacks */
    void require() {
        presence.require(token);
    }
}
