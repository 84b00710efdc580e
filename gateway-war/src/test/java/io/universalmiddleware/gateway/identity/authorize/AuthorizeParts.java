package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Refused;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Valid;
import io.universalmiddleware.gateway.identity.provider.ClientLookup;
import io.universalmiddleware.gateway.identity.provider.IdTokenHints;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.token.TokenSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The authorization endpoint for tests, and what follows its page; each within the caller's transaction. */
public final class AuthorizeParts {
    private final ReadingRequests reading;
    private final TokenSettings tokens;

    public AuthorizeParts(ClientLookup clients, UserHints hints, TokenSettings tokens) {
        this.tokens = tokens;
        reading = new ReadingRequests(clients, hints, tokens);
    }

    /** @param cookie that it has now @param url where it is sent */
    public record Sent(String cookie, URI url) {}

    /** Why the application is told that a request is not answered. */
    public String error(String request) {
        return ((Refused) reading.read(request)).error().code();
    }

    /** Where a browser is sent with a valid request; empty if its user is to log in. */
    public Optional<URI> answer(Authorizing authorizing, String request, Optional<String> cookie) {
        return authorizing.answer(valid(request), browser(cookie)).map(URI::create);
    }

    /** What a browser gets whose user has logged in; empty if they are not one of the application's tenant. */
    public Optional<Sent> send(LoggedIn loggedIn, String request, Live user, Optional<String> cookie) {
        return loggedIn.send(valid(request), user, browser(cookie)).map(AuthorizeParts::sent);
    }

    static Sent sent(LoggedIn.Sent sent) {
        return new Sent(sent.cookie().text(), URI.create(sent.url()));
    }

    /** What reads no ID token: there is no key. */
    static UserHints noHints() {
        Sealing sealing = new Sealing(new byte[32]);
        return new UserHints(new IdTokenHints(new KeyRing(sealing), tokens(Optional.empty())), sealing);
    }

    /** Of a platform that applications know by a URL, or by none. */
    static TokenSettings tokens(Optional<String> url) {
        return new TokenSettings("um", Set.of("um"), List.of(), url);
    }

    TokenSettings tokens() {
        return tokens;
    }

    AuthorizationRequest valid(String request) {
        return ((Valid) reading.read(request)).request();
    }

    static Browser browser(Optional<String> cookie) {
        return new Browser(new Client("192.0.2.7", "a browser"), cookie);
    }
}
