package io.universalmiddleware.backends.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider of a test's own, on loopback, with real keys: it checks what a strict provider checks, and does wrong what a test tells it
 * to do wrong.
 */
public final class OpenIdProvider implements AutoCloseable {
    public static final String CLIENT = "um at example.org";
    public static final String SECRET = "a secret, of the provider's: %&=";
    private static final RSAKey KEY = key("first");

    private record Granted(Map<String, String> asked, JWTClaimsSet user) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Granted> codes = new ConcurrentHashMap<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile List<RSAKey> keys = List.of(KEY);
    private volatile UnaryOperator<String> discovery = text -> text;
    private volatile UnaryOperator<JWTClaimsSet.Builder> claims = told -> told;
    private volatile Function<JWTClaimsSet, String> signing = told -> signed(told, KEY);
    private volatile UnaryOperator<String> tokenAnswer = text -> text;
    private volatile int tokenStatus = 200;
    private volatile boolean namesIssuer = true;

    public OpenIdProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(
                "/realm/.well-known/openid-configuration", e -> answer(e, 200, discovery.apply(metadata())));
        server.createContext("/realm/keys", e -> answer(e, 200, keySet()));
        server.createContext("/realm/token", this::token);
        server.createContext("/elsewhere", e -> answer(e, 200, "{}"));
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    /** The paths that were asked for. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** Tells this about itself instead. */
    public void saysOfItself(UnaryOperator<String> change) {
        discovery = change;
    }

    /** Tells this of users instead. */
    public void saysOfUsers(UnaryOperator<JWTClaimsSet.Builder> change) {
        claims = change;
    }

    /** Signs its tokens like this instead. */
    public void signs(Function<JWTClaimsSet, String> how) {
        signing = how;
    }

    /** Answers codes like this instead. */
    public void answersCodes(int status, UnaryOperator<String> change) {
        tokenStatus = status;
        tokenAnswer = change;
    }

    /** Answers without {@code iss}, as providers do that do not know RFC 9207. */
    public void namesNoIssuer() {
        namesIssuer = false;
    }

    /** Signs with another key, which it publishes or not. */
    public RSAKey rotates(boolean published) {
        RSAKey next = key("second " + UUID.randomUUID());
        if (published) {
            keys = List.of(next);
        }
        signing = told -> signed(told, next);
        return next;
    }

    /** What comes to the redirect URI once a user has logged in there. */
    public Map<String, String> logsIn(URI authorization, JWTClaimsSet user) {
        Map<String, String> asked = parameters(authorization.getRawQuery());
        require("code".equals(asked.get("response_type")));
        require(CLIENT.equals(asked.get("client_id")));
        require("S256".equals(asked.get("code_challenge_method")));
        require(List.of(asked.getOrDefault("scope", "").split(" ")).contains("openid"));
        String code = UUID.randomUUID().toString();
        codes.put(code, new Granted(asked, user));
        String state = asked.getOrDefault("state", "");
        return namesIssuer
                ? Map.of("code", code, "state", state, "iss", issuer())
                : Map.of("code", code, "state", state);
    }

    /** A user with a verified address. */
    public static JWTClaimsSet user(String subject, String email) {
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .claim("email", email)
                .claim("email_verified", true)
                .build();
    }

    /** What it tells of a logout (OpenID Connect Back-Channel Logout 1.0, section 2.4), but whose; counts for an hour. */
    public JWTClaimsSet.Builder logout(Instant issued) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(issued.plusSeconds(3_600)))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    /** A logout token, by the key that it signs with unless told otherwise. */
    public static String logoutToken(JWTClaimsSet told) {
        return signed(
                told,
                KEY,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("logout+jwt"))
                        .keyID(KEY.getKeyID())
                        .build());
    }

    public static String signed(JWTClaimsSet told, RSAKey key) {
        return signed(
                told,
                key,
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build());
    }

    public static String signed(JWTClaimsSet told, RSAKey key, JWSHeader header) {
        try {
            SignedJWT token = new SignedJWT(header, told);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key that it signs with unless told otherwise. */
    public static RSAKey key() {
        return KEY;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String metadata() {
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                 "jwks_uri":"%1$s/keys","end_session_endpoint":"%1$s/logout","response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"],"code_challenge_methods_supported":["S256"],
                 "authorization_response_iss_parameter_supported":%2$s}
                """.formatted(issuer(), namesIssuer);
    }

    private String keySet() {
        return new JWKSet(keys.stream().map(key -> (JWK) key.toPublicJWK()).toList()).toString();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        @Nullable Granted granted = codes.remove(String.valueOf(form.get("code")));
        boolean right = granted != null
                && "authorization_code".equals(form.get("grant_type"))
                && isClient(exchange.getRequestHeaders().getFirst("Authorization"))
                && String.valueOf(granted.asked().get("redirect_uri")).equals(form.get("redirect_uri"))
                && String.valueOf(granted.asked().get("code_challenge"))
                        .equals(s256(String.valueOf(form.get("code_verifier"))));
        if (granted == null || !right) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        Instant now = Instant.now();
        JWTClaimsSet told = claims.apply(new JWTClaimsSet.Builder(granted.user())
                        .issuer(issuer())
                        .audience(CLIENT)
                        .claim("nonce", granted.asked().get("nonce"))
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300))))
                .build();
        answer(
                exchange,
                tokenStatus,
                tokenAnswer.apply("{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":60,\"id_token\":\""
                        + signing.apply(told) + "\"}"));
    }

    /** RFC 6749, section 2.3.1: both are form-encoded first. */
    private static boolean isClient(@Nullable String authorization) {
        String[] shown = new String(
                        Base64.getDecoder().decode(String.valueOf(authorization).replaceFirst("^Basic ", "")),
                        StandardCharsets.UTF_8)
                .split(":", 2);
        return decoded(shown[0]).equals(CLIENT) && decoded(shown[1]).equals(SECRET);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        seen.add(exchange.getRequestURI().getPath());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (status == 302) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String s256(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not what a provider takes");
        }
    }
}
