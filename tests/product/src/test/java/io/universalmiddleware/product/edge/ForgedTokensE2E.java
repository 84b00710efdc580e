package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.identity.Forger;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At a tenant's route that asks who calls, no forged token reaches the origin, and nothing that a token names is asked. */
@BootedProduct
class ForgedTokensE2E {
    private static final String CREDENTIALS =
            Caller.json(Map.of("email", "ann@example.org", "password", "correct horse battery staple"));

    private final Product product;
    private final ServedTenant tenant;
    private final OpenIdProvider issuer = new OpenIdProvider();
    private final List<String> reached = new CopyOnWriteArrayList<>();
    private final List<String> followed = new CopyOnWriteArrayList<>();
    private HttpServer origin;
    private HttpServer listener;

    ForgedTokensE2E(Product product) {
        this.product = product;
        tenant = ServedTenant.of(product);
    }

    @BeforeEach
    void configure() throws IOException {
        origin = recording("Authorization", reached);
        listener = recording("Host", followed);
        tenant.origin("origin", "", at(origin));
    }

    @AfterEach
    void stop() {
        origin.stop(0);
        listener.stop(0);
        issuer.close();
    }

    @Test
    void noneOfThePlatformsOwn() throws Exception {
        tenant.route("own", "origin", "'match':{'prefix':'/'},'auth':'required'");
        Forger forger = new Forger(product.home().resolve("keys"), tenant.slug(), at(listener));
        String good = logIn().path("access_token").asText();
        SignedJWT given = SignedJWT.parse(good);
        JWKSet published =
                JWKSet.parse(tenant.operator().get("/.well-known/jwks.json").body());
        AsymmetricJWK key =
                (AsymmetricJWK) published.getKeyByKeyId(given.getHeader().getKeyID());
        JWSSigner other = new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate());

        Map<String, String> forged = imitations(given, key, other);
        forger.tokens().forEach((what, token) -> forged.put("forger's " + what, token));
        areRefused(forged);

        String alsoGood = forger.ours(claims -> {});
        get(good).isStatus(200);
        get(alsoGood).isStatus(200);
        assertThat(reached).containsExactly("Bearer " + good, "Bearer " + alsoGood);
    }

    @Test
    void noneOfAnotherIssuers() throws Exception {
        tenant.route(
                "members",
                "origin",
                "'match':{'prefix':'/'},'auth':{'issuers':[{'issuer':'%1$s','jwks':'%1$s/keys','audiences':['shop']}]}"
                        .formatted(issuer.issuer()));
        String good = signed(claims -> claims);

        Map<String, String> forged = imitations(
                SignedJWT.parse(good), OpenIdProvider.key(), new RSASSASigner(OpenIdProvider.key("another")));
        forged.put("expired", signed(claims -> claims.expirationTime(in(-3_600))));
        forged.put("no expiry", signed(claims -> claims.expirationTime(null)));
        forged.put("not yet valid", signed(claims -> claims.notBeforeTime(in(3_600))));
        forged.put("other issuer", signed(claims -> claims.issuer("https://someone.example")));
        forged.put("other audience", signed(claims -> claims.audience("someone")));
        forged.put("no audience", signed(claims -> claims.audience((String) null)));
        areRefused(forged);

        get(good).isStatus(200);
        assertThat(reached).containsExactly("Bearer " + good);
        assertThat(issuer.seen()).containsOnly("/realm/keys");
    }

    @Test
    void noneOfASessionThatHasEnded() {
        tenant.route("own", "origin", "'match':{'prefix':'/'},'auth':'required'");
        JsonNode tokens = logIn();
        String token = tokens.path("access_token").asText();
        get(token).isStatus(200);

        tenant.post(
                        "/api/v1/auth/logout",
                        Caller.json(Map.of(
                                "refresh_token", tokens.path("refresh_token").asText())))
                .isStatus(204);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> isRefused("of a session that ended", token));

        reached.clear();
        areRefused(Map.of("of a session that has ended", token));
    }

    /** What others make of a token that is good: its claims and its key's name, but not by its key. */
    private Map<String, String> imitations(SignedJWT good, AsymmetricJWK key, JWSSigner other)
            throws JOSEException, ParseException {
        JWTClaimsSet claims = good.getJWTClaimsSet();
        JWSHeader header = good.getHeader();
        Map<String, String> made = new LinkedHashMap<>();
        made.put("known key's name", signed(header, claims, other));
        made.put(
                "name of no key",
                signed(new JWSHeader.Builder(header).keyID("nobody's").build(), claims, other));
        made.put("no name", signed(new JWSHeader.Builder(header).keyID(null).build(), claims, other));
        made.put(
                "jku", signed(new JWSHeader.Builder(header).jwkURL(at(listener)).build(), claims, other));
        made.put(
                "jku and name of no key",
                signed(
                        new JWSHeader.Builder(header)
                                .keyID("nobody's")
                                .jwkURL(at(listener))
                                .build(),
                        claims,
                        other));
        made.put(
                "x5u",
                signed(new JWSHeader.Builder(header).x509CertURL(at(listener)).build(), claims, other));
        made.put(
                "public key as shared secret",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .keyID(header.getKeyID())
                                .build(),
                        claims,
                        new MACSigner(key.toPublicKey().getEncoded())));
        made.put("alg none", new PlainJWT(claims).serialize());
        String[] parts = good.serialize().split("\\.");
        made.put("alg none, signature kept", new PlainJWT(claims).serialize() + parts[2]);
        made.put("no signature", parts[0] + "." + parts[1] + ".");
        return made;
    }

    private void areRefused(Map<String, String> forged) {
        forged.forEach(this::isRefused);
        assertThat(reached).as("what the origin saw").isEmpty();
        assertThat(followed).as("who asked what a token names").isEmpty();
    }

    private void isRefused(String what, String token) {
        Answer answer = get(token);
        assertThat(answer.status()).as("%s: %s", what, answer).isEqualTo(401);
        assertThat(answer.isProblem(401, "unauthenticated").header("WWW-Authenticate"))
                .startsWith("Bearer realm=\"" + tenant.slug() + "\"");
    }

    private Answer get(String token) {
        return tenant.get("/orders", "Authorization", "Bearer " + token);
    }

    private JsonNode logIn() {
        tenant.post("/api/v1/auth/register", CREDENTIALS).isStatus(202);
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> tenant.post("/api/v1/auth/login", CREDENTIALS), answer -> answer.status() == 200)
                .json();
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer.issuer())
                .audience("shop")
                .subject("ann")
                .expirationTime(in(3_600));
        return OpenIdProvider.signed(change.apply(claims).build(), OpenIdProvider.key());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static HttpServer recording(String field, List<String> seen) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst(field));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI at(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
