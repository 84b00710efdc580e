package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.external.login.Admitting.Found;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Brought;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Identified;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.session.Admission;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Logs in whom a provider names. An account with a second factor is asked for it. */
@ApplicationScoped
public class FinishingLogin {
    private Identifying identifying;
    private Admitting admitting;
    private Admission admission;
    private Passwords passwords;
    private IdentitySettings settings;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected FinishingLogin() {}

    @Inject
    public FinishingLogin(
            Identifying identifying,
            Admitting admitting,
            Admission admission,
            Passwords passwords,
            IdentitySettings settings) {
        this.identifying = identifying;
        this.admitting = admitting;
        this.admission = admission;
        this.passwords = passwords;
        this.settings = settings;
    }

    /**
     * A session, or the challenge of a second factor.
     *
     * @throws ProblemException 401 if the answer does not count or the account is kept out; 403 if no account is to be made; 409 if the
     *     address has an account that is not linked; 503 if the provider cannot be asked now
     */
    public Outcome finish(Brought brought) {
        Identified identified = identifying.identify(brought);
        Found found = admitting.find(identified);
        if (found instanceof Found.Nobody) {
            found = registered(brought, identified);
        }
        if (!(found instanceof Found.Known known)) {
            throw identifying.denied(
                    brought,
                    ProblemType.CONFLICT,
                    "The address has an account already: log in to it and link the provider.");
        }
        return admission
                .byProvider(known.account(), identified.login(), brought.client())
                .orElseThrow(() -> identifying.denied(
                        brought, ProblemType.UNAUTHENTICATED, "The account cannot be logged in to."));
    }

    private Found registered(Brought brought, Identified identified) {
        if (!settings.registration() || !identified.provider().register()) {
            throw identifying.denied(
                    brought, ProblemType.FORBIDDEN, "Nobody here knows this user, and the provider makes no accounts.");
        }
        Optional<Email> email = identified.user().email().flatMap(Email::of);
        if (email.isEmpty()) {
            throw identifying.denied(
                    brought,
                    ProblemType.FORBIDDEN,
                    "The provider does not say that it has verified the user's address.");
        }
        return admitting.register(
                identified, email.get(), passwords.hash(OpaqueToken.generate("").text()));
    }
}
