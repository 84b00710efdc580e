package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Brought;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Identified;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Links a user who is logged in to whom a provider names. */
@ApplicationScoped
public class FinishingLink {
    private Identifying identifying;
    private LinkingIdentities linking;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected FinishingLink() {}

    @Inject
    public FinishingLink(Identifying identifying, LinkingIdentities linking) {
        this.identifying = identifying;
        this.linking = linking;
    }

    /**
     * The identity; the same as before if it was linked already.
     *
     * @throws ProblemException 401 if the answer does not count, or another account began it; 409 if it is linked to another
     */
    public LinkedIdentity finish(UUID account, Brought brought) {
        Identified identified = identifying.identify(brought);
        return linking.link(account, identified.provider(), identified.user())
                .orElseThrow(() -> identifying.denied(
                        brought, ProblemType.CONFLICT, "Whom the provider names is linked to another account."));
    }
}
