package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.access.Access;
import io.universalmiddleware.gateway.access.AccessConfig;
import io.universalmiddleware.gateway.access.AccessSettings;
import io.universalmiddleware.gateway.access.ApiKey;
import io.universalmiddleware.gateway.access.ApiKeyTable;
import io.universalmiddleware.gateway.access.KeyUsage;
import io.universalmiddleware.gateway.access.NewApiKey;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.limiting.HeaderDraft;
import io.universalmiddleware.gateway.limiting.LimitConfig;
import io.universalmiddleware.gateway.limiting.LimitFilter;
import io.universalmiddleware.gateway.limiting.LimitSet;
import io.universalmiddleware.gateway.limiting.Limits;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.RouteMatch;
import io.universalmiddleware.gateway.routing.RouteRule;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.Tokens;
import io.universalmiddleware.token.VerifiedTokens;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Access and limits on a real listener, before a real origin, with a real Redis. */
@WithBackends
class LimitsAndKeysIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Tokens tokens = new Tokens(Clock.systemUTC());
    private final NewApiKey billing = NewApiKey.generate(RANDOM);
    private final NewApiKey shipping = NewApiKey.generate(RANDOM);
    private final KeyUsage usage = new KeyUsage(Clock.systemUTC());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private RedissonClient redis;
    private Limits limits;
    private EdgeFixture fixture;

    @BeforeEach
    void connect(RedisBackend backend) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setLazyInitialization(true);
        config.useSingleServer()
                .setAddress(backend.url())
                .setConnectionMinimumIdleSize(1)
                .setTimeout(30_000);
        redis = Redisson.create(config);
        limits = new Limits(redis, backend.keyPrefix(), Duration.ofSeconds(15), () -> 1, Clock.systemUTC(), meters);
        limits.start();
        Awaitility.await().until(limits::isShared);
    }

    @AfterEach
    void close() {
        fixture.close();
        limits.close();
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }

    @Test
    void tenThousandAddressesThatAClientInventsAreOne() throws IOException {
        serve(EdgeFixtureOptions.patient(), AccessConfig.open(), "{'limit':{'requests':50,'per':'31d'}}");
        assertThat(passed(10_000, "X-Forwarded-For: 10.%d.%d.7\r\nForwarded: for=10.%1$d.%2$d.8\r\n"))
                .isEqualTo(50);
    }

    @Test
    void behindAProxyTheAddressThatItSawIsCounted() throws IOException {
        serve(EdgeFixtureOptions.trusting(1), AccessConfig.open(), "{'limit':{'requests':50,'per':'31d'}}");

        assertThat(passed(1_000, "X-Forwarded-For: 10.%d.%d.7, 203.0.113.9\r\n"))
                .isEqualTo(50);
        assertThat(passed(1, "X-Forwarded-For: 203.0.113.10\r\n")).isEqualTo(1);
    }

    @Test
    void clientsAreToldWhereTheyStand() throws IOException {
        serve(
                EdgeFixtureOptions.patient(),
                AccessConfig.open(),
                "{'limit':{'requests':2,'per':'1d','name':'strangers'}}");

        RawClient.Response first = ask("");
        ask("");
        RawClient.Response refused = ask("");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("2");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("1");
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"strangers\";q=2;w=86400");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.body()).contains("strangers");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(42_000, 43_200);
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.header("RateLimit")).startsWith("\"strangers\";r=0;t=");
        assertThat(fixture.seenByOrigin).hasValue(2);
    }

    @Test
    void whatALoopWasLentAndDidNotUseIsGivenBack() throws IOException {
        serve(
                EdgeFixtureOptions.patient(),
                AccessConfig.open(),
                "{'limit':{'requests':1000000,'per':'31d','algorithm':'sliding-window'}}");
        AtomicInteger passed = new AtomicInteger();
        Awaitility.await("some are lent").atMost(Duration.ofMinutes(1)).until(() -> {
            passed.addAndGet(passed(500, ""));
            return meters.get("um.edge.limit.decisions")
                            .tags("by", "lent", "outcome", "passed")
                            .counter()
                            .count()
                    > 0;
        });

        Awaitility.await("all that did not pass is given back")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Integer.toString(1_000_000 - passed.incrementAndGet())
                        .equals(ask("").header("X-RateLimit-Remaining")));
    }

    @Test
    void keysAreCountedApart() throws IOException {
        serve(
                EdgeFixtureOptions.patient(),
                Documents.read(AccessConfig::read, "{'auth':'required'}"),
                "{'limit':{'requests':3,'per':'31d','by':'key'}}");

        assertThat(passed(20, "X-API-Key: " + billing.text() + "\r\n")).isEqualTo(3);
        assertThat(passed(20, "X-API-Key: " + shipping.text() + "\r\n")).isEqualTo(3);
        assertThat(usage.drain().get("k1").count()).isEqualTo(20);
    }

    @Test
    void anOriginsLimitIsOneOverItsRoutesAndTheOriginThatIsChosenCounts() throws IOException {
        fixture = EdgeFixture.before(EdgeFixtureOptions.patient(), LimitsAndKeysIT::tell);
        List<LimitConfig> two = Documents.read(
                section -> LimitConfig.readAll(section, "limit"),
                "{'limit':{'requests':2,'per':'31d','by':'global','name':'backend'}}");
        Map<String, TargetsInTurn> pools = Map.of(
                "a", EdgeFixture.targets(fixture.originPort),
                "b", EdgeFixture.targets(fixture.originPort),
                "free", EdgeFixture.targets(fixture.originPort));
        fixture.serve(
                routeTo("first", "a", pools, two),
                routeTo("second", "a", pools, two),
                routeTo("third", "b", pools, two));

        assertThat(answered("/first")).isEqualTo("200 1");
        assertThat(answered("/second")).isEqualTo("200 0");
        assertThat(answered("/first")).isEqualTo("429 0");
        assertThat(answered("/second")).isEqualTo("429 0");
        assertThat(answered("/third")).isEqualTo("200 1");
        assertThat(answered("/third?to=a")).isEqualTo("429 0");
        assertThat(answered("/third?to=free")).isEqualTo("200 ");
        assertThat(answered("/first?to=b")).isEqualTo("200 0");
    }

    /** A route to an origin, or to the one that the query names; limits are those of {@code a} and {@code b}. */
    private RouteRule<EdgeRoute> routeTo(
            String name, String origin, Map<String, TargetsInTurn> pools, List<LimitConfig> limit) {
        LimitSet ofRoute = LimitSet.of(List.of(), List.of(), List.of(), "shop", name);
        Map<Pool, LimitSet> sets = Map.of(
                pools.get("a"), ofRoute.with("a", limit),
                pools.get("b"), ofRoute.with("b", limit));
        Filter choosing = (call, gate) -> {
            if (call.query() != null) {
                call.pool(pools.get(call.query().substring("to=".length())));
            }
            gate.pass();
        };
        return TenantRoutes.route(
                name,
                RouteMatch.of(PathPattern.prefix("/" + name)),
                pools.get(origin),
                Retries.ONCE,
                choosing,
                new LimitFilter(limits, ofRoute, sets, HeaderDraft.NONE));
    }

    private String answered(String path) throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response answer = client.send("GET " + path + " HTTP/1.1\r\nHost: shop.localhost\r\n\r\n")
                    .read();
            return answer.status() + " " + answer.header("X-RateLimit-Remaining");
        }
    }

    @Test
    void theOriginIsToldWhoCallsAndByNobodyElse() throws IOException {
        serve(EdgeFixtureOptions.patient(), Documents.read(AccessConfig::read, "{'auth':'required'}"), "{}");
        String lies =
                "X-Um-User: root\r\nx_um_roles: admin\r\nX-Um-Context: a.b.c\r\nConnection: X-Um-Tenant, X-Um-User\r\n";

        String token = tokens.of("shop", "ann");

        RawClient.Response byToken = ask("Authorization: Bearer " + token + "\r\n" + lies);
        RawClient.Response byKey = ask("X-API-Key: " + billing.text() + "\r\n" + lies);

        assertThat(byToken.body().lines()).contains("x-um-tenant=shop", "x-um-user=ann");
        assertThat(byToken.body().replace(token, "its own"))
                .contains("authorization=Bearer its own")
                .doesNotContain("root", "roles", "x-um-context");
        assertThat(byKey.body().lines()).contains("x-um-tenant=shop", "x-um-key=k1");
        assertThat(byKey.body()).doesNotContain("root", "roles", billing.text(), "x-um-context");
    }

    @Test
    void whoIsNotKnownComesNoFurther() throws IOException {
        serve(EdgeFixtureOptions.patient(), Documents.read(AccessConfig::read, "{'auth':'required'}"), "{}");

        RawClient.Response nobody = ask("");
        RawClient.Response another = ask("Authorization: Bearer " + tokens.of("other", "ann") + "\r\n");

        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).contains("Bearer realm=\"shop\"");
        assertThat(another.status()).isEqualTo(403);
        for (int i = 0; i < 20; i++) {
            assertThat(ask("X-API-Key: umk_guess\r\n").status()).isEqualTo(401);
        }
        assertThat(ask("X-API-Key: umk_guess\r\n").status()).isEqualTo(429);
        assertThat(fixture.seenByOrigin).hasValue(0);
    }

    private void serve(EdgeFixtureOptions options, AccessConfig config, String limit) {
        fixture = EdgeFixture.before(options, LimitsAndKeysIT::tell);
        Access access = new Access(
                new AccessSettings(20, Duration.ofDays(1), ""),
                new VerifiedTokens(
                        new TokenVerifier(tokens.publicKeys(), "um", Set.of("um"), Clock.systemUTC()),
                        Clock.systemUTC(),
                        100),
                jwks -> CompletableFuture.failedFuture(new IOException("no issuers here")),
                usage,
                Clock.systemUTC());
        ApiKeyTable keys = ApiKeyTable.of(List.of(key("k1", billing), key("k2", shipping)));
        LimitSet set = LimitSet.of(
                List.of(),
                List.of(),
                Documents.read(section -> LimitConfig.readAll(section, "limit"), limit),
                "shop",
                "all");
        TargetsInTurn origin = EdgeFixture.targets(fixture.originPort);
        fixture.serve(
                set.isEmpty()
                        ? TenantRoutes.all(origin, access.filter(config, "shop", keys))
                        : TenantRoutes.all(
                                origin,
                                access.filter(config, "shop", keys),
                                new LimitFilter(limits, set, Map.of(), HeaderDraft.DRAFT_10)));
    }

    private static ApiKey key(String id, NewApiKey made) {
        return new ApiKey(id, "shop", id + "'s user", made.prefix(), made.hash(), Set.of(), null, true);
    }

    /** Sends so many requests over one connection, each with its own numbers in the fields, and counts those that pass. */
    private int passed(int requests, String fields) throws IOException {
        int passed = 0;
        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < requests; i++) {
                String mine = fields.formatted(i / 250, i % 250);
                client.send("GET /x HTTP/1.1\r\nHost: shop.localhost\r\n" + mine + "\r\n");
                passed += client.read().status() == 200 ? 1 : 0;
            }
        }
        return passed;
    }

    private RawClient.Response ask(String fields) throws IOException {
        try (RawClient client = fixture.connect()) {
            return client.send("GET /x HTTP/1.1\r\nHost: shop.localhost\r\n" + fields + "\r\n")
                    .read();
        }
    }

    private static void tell(HttpServerRequest request) {
        StringBuilder told = new StringBuilder();
        request.headers()
                .forEach((name, value) -> told.append(name.toLowerCase(Locale.ROOT))
                        .append('=')
                        .append(value)
                        .append('\n'));
        request.response().end(told.toString());
    }
}
