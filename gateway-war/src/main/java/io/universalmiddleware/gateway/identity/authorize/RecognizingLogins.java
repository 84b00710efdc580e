package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.external.login.PendingLogins;
import io.universalmiddleware.gateway.identity.external.login.PendingLogins.AtPage;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.token.TokenSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognizes the logins that providers answer, by what their browsers hold. To look uses none, whatever another site has a browser bring. */
@ApplicationScoped
public class RecognizingLogins {
    private PendingLogins pending;
    private Optional<String> issuer;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RecognizingLogins() {}

    @Inject
    public RecognizingLogins(PendingLogins pending, TokenSettings tokens) {
        this.pending = pending;
        this.issuer = tokens.url();
    }

    /** @param request an application's that the login completes */
    record Recognized(LoginTicket ticket, String request) {}

    /**
     * The login that is answered; empty if the browser holds none, if the state is not that login's, or if the answer came to another provider's
     * place than to that of the one whose it is (RFC 9700, section 4.4.2.2).
     *
     * @param path where the answer came to
     */
    Optional<Recognized> find(@Nullable String cookies, String path, Form answer) {
        String state = answer.find("state").orElse("");
        return LoginOutcome.TICKET
                .in(cookies)
                .map(LoginTicket::of)
                .filter(ticket -> ticket.hasState(state))
                .flatMap(ticket -> pending.atPage(ticket)
                        .filter(login -> isFor(login, path))
                        .map(login -> new Recognized(ticket, login.request())));
    }

    private boolean isFor(AtPage login, String path) {
        return issuer.isPresent() && login.redirectUri().equals(issuer.get() + path);
    }
}
