package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.provider.ClientLookup;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.provider.IdTokenHints;
import io.universalmiddleware.gateway.identity.provider.IdTokenHints.Hint;
import io.universalmiddleware.gateway.identity.provider.Identifiers;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import io.universalmiddleware.persistence.identity.Application;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads requests to log out. One that names no application, another than its ID token does, or an address that is none of the application's is
 * refused. An ID token that is none of an application's now is as none. Whatever else there is means nothing.
 */
@ApplicationScoped
public class ReadingLogouts {
    private static final int LONGEST = 4_096;

    private ClientLookup clients;
    private IdTokenHints hints;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ReadingLogouts() {}

    @Inject
    public ReadingLogouts(ClientLookup clients, IdTokenHints hints) {
        this.clients = clients;
        this.hints = hints;
    }

    /** @param text the parameters, as in a query @throws OAuthException if it is refused */
    public LogoutRequest read(String text) {
        if (text.length() > LONGEST) {
            throw refused("The request is too long.");
        }
        Form form = Form.parse(text);
        Optional<Hint> hint = form.find("id_token_hint").flatMap(hints::read);
        Optional<Application> named = form.find("client_id").map(this::named);
        if (hint.isPresent() && named.map(by -> !isOf(hint.get(), by)).orElse(false)) {
            throw refused("The ID token is another application's.");
        }
        Optional<Application> application =
                named.or(() -> hint.flatMap(shown -> clients.application(shown.application())));
        Optional<UUID> grant = application.flatMap(by -> hint).map(Hint::grant);
        return new LogoutRequest(text, application, grant, back(form, application));
    }

    private Application named(String id) {
        return Identifiers.uuid(id)
                .flatMap(clients::application)
                .orElseThrow(() -> refused("There is no such application."));
    }

    private static boolean isOf(Hint hint, Application application) {
        return hint.application().equals(application.client().id());
    }

    private static Optional<String> back(Form form, Optional<Application> application) {
        Optional<String> uri = form.find("post_logout_redirect_uri");
        if (uri.isPresent()
                && application
                        .filter(by -> by.postLogoutRedirectUris().contains(uri.get()))
                        .isEmpty()) {
            throw refused("The application has not said that it is at this address.");
        }
        return uri.map(to -> form.find("state")
                .map(state -> RedirectUris.with(to, Map.of("state", state)))
                .orElse(to));
    }

    private static OAuthException refused(String why) {
        return new OAuthException(Code.INVALID_REQUEST, why);
    }
}
