package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Asks who sends the present request for {@link ProofOfPresence}, before a change of what lets callers in or gives them rights. */
@ApplicationScoped
public class ProvingPresence {
    private static final Set<Kind> GUARDED = EnumSet.of(Kind.PROVIDER, Kind.ROLE, Kind.API_KEY);

    private ProofOfPresence presence;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProvingPresence() {}

    @Inject
    ProvingPresence(ProofOfPresence presence, JsonWebToken token) {
        this.presence = presence;
        this.token = token;
    }

    /** Whether entries of the kind are changed by those alone who are present. */
    static boolean guards(Kind kind) {
        return GUARDED.contains(kind);
    }

    /** @throws io.universalmiddleware.contracts.problem.ProblemException 401 that says what the token lacks */
    void require() {
        presence.require(token);
    }
}
