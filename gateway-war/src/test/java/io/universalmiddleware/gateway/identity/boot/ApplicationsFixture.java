package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.authorize.AuthorizeParts;
import io.universalmiddleware.gateway.identity.authorize.UserHints;
import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes.Asked;
import io.universalmiddleware.gateway.identity.provider.IdTokenHints;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** An application of a tenant, and one of its users, on a database of a test's own. */
final class ApplicationsFixture implements AutoCloseable {
    static final String CALLBACK = "https://app.example.org/callback";
    static final String BYE = "https://app.example.org/bye?from=here";
    static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123";
    static final String CHALLENGE =
            Base64.getUrlEncoder().withoutPadding().encodeToString(OpaqueToken.sha256(VERIFIER));
    static final String NONCE = "n-0S6_WzA2Mj";

    final ClientsFixture clients;
    final IdentityFixture identity;
    final TestNode node;

    ApplicationsFixture(PostgresBackend postgres) {
        clients = new ClientsFixture(postgres);
        identity = clients.identity;
        node = clients.node;
    }

    Made<Application> application(String name, boolean confidential, String... scopes) {
        return application(TENANT, name, confidential, CALLBACK, scopes);
    }

    Made<Application> application(
            TenantId tenant, String name, boolean confidential, String redirectUri, String... scopes) {
        Instant now = identity.clock.instant();
        Application application = new Application(
                new RegisteredClient(
                        Uuid7.next(identity.clock), tenant, name, Set.of(), Set.of(scopes), false, null, now, now),
                confidential,
                List.of(redirectUri),
                List.of(BYE));
        return clients.<Optional<Made<Application>>>applications(
                        (all, kind) -> all.make(kind, ClientsFixture.ADMIN, application))
                .orElseThrow();
    }

    /** A user who has logged in just now. */
    Live loggedIn(String email) {
        return identity.begin(identity.find(email).orElseGet(() -> identity.account(email)));
    }

    /** A code for all that the application may ask. */
    String code(Application application, Live user) {
        return new CodesInTransactions(identity)
                .give(
                        application.client().id(),
                        new Proved(user.account(), user.session()),
                        new Asked(CALLBACK, application.client().scopes(), CHALLENGE, NONCE))
                .orElseThrow()
                .text();
    }

    /** What an application without a secret gets for a code. */
    Map<String, Object> exchange(Application application, String code) {
        return exchange(application, code, CALLBACK, VERIFIER);
    }

    Map<String, Object> exchange(Application application, String code, String redirectUri, String verifier) {
        return clients.provider.token(
                null,
                form(
                        "client_id", application.client().id().toString(),
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", redirectUri,
                        "code_verifier", verifier));
    }

    Map<String, Object> refresh(Application application, Object token, String... more) {
        return clients.provider.token(
                null,
                form(
                                "client_id",
                                application.client().id().toString(),
                                "grant_type",
                                "refresh_token",
                                "refresh_token",
                                String.valueOf(token))
                        + (more.length == 0 ? "" : '&' + form(more)));
    }

    /** The cookie of a browser that holds a user's session. */
    String cookie(Live user) {
        return identity.inTransaction(u -> u.browsers().give(FactorFixture.user(user), Optional.empty()))
                .orElseThrow()
                .text();
    }

    /** Where a browser is sent that asks to let an application in; empty if its user is to log in. @param more beside what every request has */
    Optional<URI> ask(Application application, Optional<String> cookie, String... more) {
        return identity.inTransaction(u -> authorize().answer(u.authorizing(), asked(application, more), cookie));
    }

    /** What a browser gets whose user has logged in for an application. */
    Optional<AuthorizeParts.Sent> logsInFor(
            Application application, Live user, Optional<String> cookie, String... more) {
        return identity.inTransaction(u -> authorize().send(u.loggedIn(), asked(application, more), user, cookie));
    }

    AuthorizeParts authorize() {
        return new AuthorizeParts(clients.provider.lookup(), new UserHints(hints(), identity.sealing), TestNode.TOKENS);
    }

    IdTokenHints hints() {
        return new IdTokenHints(node.ring, TestNode.TOKENS);
    }

    /** An ID token, signed by a key of somebody else's that is called as the platform's is. */
    static String forged(String idToken) throws ParseException, JOSEException {
        SignedJWT real = SignedJWT.parse(idToken);
        SignedJWT forged = new SignedJWT(real.getHeader(), real.getJWTClaimsSet());
        forged.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        return forged.serialize();
    }

    /** The parameters of a request to let an application in. */
    static String asked(Application application, String... more) {
        return form(
                        "client_id",
                        application.client().id().toString(),
                        "redirect_uri",
                        application.redirectUris().get(0),
                        "response_type",
                        "code",
                        "scope",
                        String.join(" ", application.client().scopes()),
                        "code_challenge_method",
                        "S256",
                        "code_challenge",
                        CHALLENGE)
                + (more.length == 0 ? "" : '&' + form(more));
    }

    /** What comes of so many requests at once. */
    static List<Map<String, Object>> atOnce(int requests, Supplier<Map<String, Object>> request) {
        ExecutorService clients = Executors.newFixedThreadPool(requests);
        try {
            return IntStream.range(0, requests)
                    .mapToObj(i -> CompletableFuture.supplyAsync(request, clients))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            clients.shutdown();
        }
    }

    /** Whether an application's access token counts on the node, which has heard of all that ended. */
    boolean counts(Map<String, Object> answer) {
        node.following.step();
        return clients.provider.granted(text(answer, "access_token")).isPresent();
    }

    static JWTClaimsSet claims(Map<String, Object> answer, String token) {
        try {
            return SignedJWT.parse(text(answer, token)).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Map<String, Object> answer, String name) {
        return String.valueOf(answer.get(name));
    }

    /** @param pairs names and values by turns */
    static String form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(pairs[i])
                    .append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    @Override
    public void close() {
        clients.close();
    }
}
