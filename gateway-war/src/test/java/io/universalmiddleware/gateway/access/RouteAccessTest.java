package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.limiting.FailureBudget;
import io.universalmiddleware.token.TestClock;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.Tokens;
import io.universalmiddleware.token.VerifiedTokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RouteAccessTest {
    private static final String ANN = "10.0.0.1";

    private final TestClock clock = new TestClock();
    private final Tokens platform = new Tokens(clock);
    private final Tokens stranger = new Tokens(clock);
    private final AtomicInteger verified = new AtomicInteger();
    private final NewApiKey made = NewApiKey.generate(new SecureRandom());
    private final KeyUsage usage = new KeyUsage(clock);
    private final ForeignIssuer foreign = new ForeignIssuer();
    private final FailureBudget failures = new FailureBudget(20, Duration.ofDays(1), clock);
    private final VerifiedTokens platformTokens;

    RouteAccessTest() {
        TokenVerifier verifier = new TokenVerifier(List.of(), "um", Set.of("um"), clock);
        verifier.publish(platform.publicKeys());
        platformTokens = new VerifiedTokens(
                token -> {
                    verified.incrementAndGet();
                    return verifier.verify(token);
                },
                clock,
                1_000);
    }

    @Test
    void takesATokenOfTheRoutesTenant() {
        Caller caller = caller(route("{required}"), bearer(platform.of("acme", "ann")));

        assertThat(caller.kind()).isEqualTo(Caller.Kind.USER);
        assertThat(caller.user()).isEqualTo("ann");
    }

    @Test
    void refusesATokenOfAnotherTenant() {
        assertThat(refusal(route("{required}"), bearer(platform.of("other", "ann")))
                        .type()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoBringsNothingIsAskedOrIsAnybody() {
        Refusal refusal = refusal(route("{required}"), new Credentials.None());

        assertThat(refusal.type().status()).isEqualTo(401);
        assertThat(refusal.fields()).containsEntry("WWW-Authenticate", "Bearer realm=\"acme\", ApiKey realm=\"acme\"");
        assertThat(caller(route("{optional}"), new Credentials.None())).isEqualTo(Caller.ANONYMOUS);
    }

    @Test
    void whatIsNotValidIsRefusedEvenWhereNothingIsNeeded() {
        for (Credentials wrong : List.of(
                bearer("abc"),
                bearer(""),
                bearer(forged()),
                new Credentials.Key("umk_no"),
                new Credentials.Ambiguous())) {
            assertThat(refusal(route("{optional}"), wrong).type().status()).isEqualTo(401);
        }
    }

    @Test
    void saysThatATokenHasExpired() {
        String token = platform.of("acme", "ann", Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(2));

        assertThat(refusal(route("{required}"), bearer(token)).fields().get("WWW-Authenticate"))
                .contains("error=\"invalid_token\"", "expired");
    }

    @Test
    void takesAKeyAndCountsItsUse() {
        Caller caller = caller(route("{required}"), new Credentials.Key(made.text()));

        assertThat(caller.kind()).isEqualTo(Caller.Kind.KEY);
        assertThat(caller.keyId()).isEqualTo("k1");
        assertThat(caller.consumer()).isEqualTo("billing");
        assertThat(usage.drain().get("k1").count()).isEqualTo(1);
    }

    @Test
    void whereKeysDoNotCountOneIsNothing() {
        AccessConfig tokensOnly =
                new AccessConfig(AccessConfig.Mode.REQUIRED, true, List.of(), Set.of(), Set.of(), false, null, true);

        assertThat(refusal(route(tokensOnly), new Credentials.Key(made.text()))
                        .type()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void scopesAreAllNeededAndOneRoleIs() {
        AccessConfig scopes = needs(Set.of("read", "write"), Set.of());
        AccessConfig read = needs(Set.of("read"), Set.of());
        AccessConfig roles = needs(Set.of(), Set.of("admin", "editor"));
        String editor = platform.sign(platform.claims("ann", Duration.ofHours(1))
                .claim("tenant", "acme")
                .claim("groups", List.of("editor"))
                .claim("scope", "read write")
                .build());

        assertThat(refusal(route(scopes), new Credentials.Key(made.text()))
                        .fields()
                        .get("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"acme\", error=\"insufficient_scope\", scope=\"read write\"");
        assertThat(caller(route(read), new Credentials.Key(made.text())).scopes())
                .containsExactly("read");
        assertThat(caller(route(scopes), bearer(editor)).user()).isEqualTo("ann");
        assertThat(caller(route(roles), bearer(editor)).user()).isEqualTo("ann");
        assertThat(refusal(route(roles), bearer(platform.of("acme", "bob")))
                        .type()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anApplicationComesWhereTheRouteSaysWhatItTakesAlone() {
        String desk = platform.sign(platform.claims("ann", Duration.ofHours(1))
                .claim("tenant", "acme")
                .claim("groups", List.of("user"))
                .claim("scope", "news")
                .claim("application", "desk")
                .build());

        assertThat(caller(route(needs(Set.of("news"), Set.of())), bearer(desk)).user())
                .isEqualTo("ann");
        assertThat(caller(route(needs(Set.of(), Set.of("user"))), bearer(desk)).application())
                .isEqualTo("desk");
        for (String mode : List.of("{required}", "{optional}")) {
            assertThat(refusal(route(mode), bearer(desk)).type().status()).isEqualTo(403);
        }
    }

    @Test
    void forgedTokensOfOneAddressSoonCostNothingMore() {
        RouteAccess route = route("{required}");
        String good = platform.of("acme", "ann");
        caller(route, bearer(good));
        verified.set(0);

        int refused = 0;
        for (int i = 0; i < 500; i++) {
            Refusal refusal = refusal(route, bearer(forged()));
            refused += refusal.type().status() == 429 ? 1 : 0;
        }

        assertThat(verified).hasValue(20);
        assertThat(refused).isEqualTo(480);
        assertThat(caller(route, bearer(good)).user()).as("known to be valid").isEqualTo("ann");
        assertThat(caller(route, new Credentials.Key(made.text())).keyId()).isEqualTo("k1");
        assertThat(outcome(route, bearer(platform.of("acme", "bob")), "10.0.0.2"))
                .isInstanceOf(Outcome.Taken.class);
        clock.advance(Duration.ofHours(2));
        assertThat(caller(route, bearer(platform.of("acme", "bob"))).user()).isEqualTo("bob");
    }

    @Test
    void guessedKeysOfOneAddressAreHeldUp() {
        RouteAccess route = route("{required}");

        for (int i = 0; i < 20; i++) {
            assertThat(refusal(route, key()).type().status()).isEqualTo(401);
        }
        Refusal refusal = refusal(route, key());
        assertThat(refusal.type().status()).isEqualTo(429);
        assertThat(refusal.fields()).containsKey("Retry-After");
    }

    @Test
    void anIssuersTokenCountsOnlyWhereTheIssuerIsNamed() {
        RSAKey rsa = foreign.rsa("k1");
        String token = ForeignIssuer.sign(
                rsa, JWSAlgorithm.RS256, ForeignIssuer.claims().build());
        AccessConfig config = new AccessConfig(
                AccessConfig.Mode.REQUIRED, false, List.of(foreign.issuer()), Set.of(), Set.of(), false, null, true);

        assertThat(caller(route(config), bearer(token)).user()).isEqualTo("id:ann");
        assertThat(refusal(route("{required}"), bearer(token)).type().status()).isEqualTo(401);
        assertThat(refusal(route(config), bearer(platform.of("acme", "ann")))
                        .type()
                        .status())
                .as("the platform's do not count here")
                .isEqualTo(401);
    }

    @Test
    void anIssuerWhoseKeysCannotBeHadIsNoFaultOfTheCaller() {
        foreign.down = true;
        AccessConfig config = new AccessConfig(
                AccessConfig.Mode.REQUIRED, false, List.of(foreign.issuer()), Set.of(), Set.of(), false, null, true);
        String token = ForeignIssuer.sign(
                foreign.rsa("k1"), JWSAlgorithm.RS256, ForeignIssuer.claims().build());

        assertThat(refusal(route(config), bearer(token)).type().status()).isEqualTo(503);
    }

    private RouteAccess route(String mode) {
        return route(
                AccessConfig.of(mode.equals("{required}") ? AccessConfig.Mode.REQUIRED : AccessConfig.Mode.OPTIONAL));
    }

    private RouteAccess route(AccessConfig config) {
        TenantId tenant = new TenantId("acme");
        Issuers issuers = new Issuers(foreign, clock);
        List<RouteTokens.Foreign> named = config.issuers().stream()
                .map(issuer -> new RouteTokens.Foreign(issuer.name(), issuers.tokens(issuer, tenant)))
                .toList();
        RouteKeys keys =
                new RouteKeys(ApiKeyTable.of(List.of(ApiKeyTableTest.key(made, "acme", null, true))), usage, clock);
        return new RouteAccess(
                config,
                "acme",
                new RouteTokens(config.platformTokens() ? platformTokens : null, named, tenant),
                keys,
                failures);
    }

    private static AccessConfig needs(Set<String> scopes, Set<String> roles) {
        return new AccessConfig(AccessConfig.Mode.REQUIRED, true, List.of(), scopes, roles, true, null, true);
    }

    private static Credentials bearer(String token) {
        return new Credentials.Bearer(token);
    }

    private static Credentials key() {
        return new Credentials.Key(NewApiKey.generate(new SecureRandom()).text());
    }

    private String forged() {
        return stranger.of("acme", "ann");
    }

    private Outcome outcome(RouteAccess route, Credentials credentials, String address) {
        return route.decide(credentials, address).join();
    }

    private Caller caller(RouteAccess route, Credentials credentials) {
        return ((Outcome.Taken) outcome(route, credentials, ANN)).caller();
    }

    private Refusal refusal(RouteAccess route, Credentials credentials) {
        return ((Outcome.Refused) outcome(route, credentials, ANN)).refusal();
    }
}
