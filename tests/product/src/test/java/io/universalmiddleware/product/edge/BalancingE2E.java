package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.product.stack.RedisConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which of an origin's targets a request goes to, and where targets are found. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BalancingE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Product product;
    private final ServedTenant tenant;
    private DemoOrigin one;
    private DemoOrigin two;

    BalancingE2E(Product product) {
        this.product = product;
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void start() throws IOException {
        one = DemoOrigin.start("one", 0);
        two = DemoOrigin.start("two", 0);
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void aClientStaysWithItsTargetByACookie() {
        serve("sticky", ",'balance':'round-robin','sticky':{'cookie':'who'}", one.uri(), two.uri());
        Answer first = tenant.get("/sticky").isStatus(200);
        String cookie = first.header("Set-Cookie").split(";", 2)[0];
        assertThat(cookie).startsWith("who=").doesNotContain("127.0.0.1");

        for (int i = 0; i < 20; i++) {
            assertThat(tenant.get("/sticky", "Cookie", cookie).isStatus(200).header("X-Origin"))
                    .isEqualTo(first.header("X-Origin"));
        }
        Set<String> others = new HashSet<>();
        await().atMost(PATIENCE).until(() -> others.add(reached("/sticky")) && others.size() == 2);
    }

    @Test
    void aKeyStaysWithItsTargetByItsHash() {
        serve("hashed", ",'balance':'consistent-hash','hash':{'header':'X-User'}", one.uri(), two.uri());
        Set<String> reached = new HashSet<>();

        for (int user = 0; user < 40; user++) {
            String target = reached("/hashed", "X-User", "user-" + user);
            assertThat(reached("/hashed", "X-User", "user-" + user)).isEqualTo(target);
            reached.add(target);
        }

        assertThat(reached).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aKeyThatManyAskForIsSharedByTheNextTarget() throws IOException {
        try (SilentOrigin first = new SilentOrigin();
                SilentOrigin second = new SilentOrigin()) {
            serve(
                    "bounded",
                    ",'balance':'consistent-hash','hash':{'path':true},'retries':{'attempts':1},'timeouts':{'firstByte':'10m','idle':'10m','total':'0s'}",
                    first.uri(),
                    second.uri());
            for (int i = 1; i <= 8; i++) {
                int sent = i;
                tenant.getting("/bounded");
                await().atMost(PATIENCE).until(() -> first.asked() + second.asked() == sent);
                assertThat(Math.max(first.asked(), second.asked())).isEqualTo(sent);
            }

            tenant.getting("/bounded");

            await().atMost(PATIENCE).until(() -> Math.min(first.asked(), second.asked()) == 1);
        }
    }

    @Test
    void whoHasMoreToDoGetsLess() throws IOException {
        try (SilentOrigin silent = new SilentOrigin()) {
            serve(
                    "least",
                    ",'balance':'least-connections','timeouts':{'firstByte':'10m','idle':'10m','total':'0s'}",
                    one.uri(),
                    silent.uri());
            int answered = 0;
            for (int i = 0; i < 20; i++) {
                int asked = silent.asked();
                CompletableFuture<Answer> answer = tenant.getting("/least");
                await().atMost(PATIENCE).until(() -> answer.isDone() || silent.asked() > asked);
                if (answer.isDone()) {
                    answer.join().isStatus(200);
                    answered++;
                }
            }

            // the other one has at most the one that was just answered, so that a second may go there, and no third
            assertThat(silent.asked()).isLessThanOrEqualTo(2);
            assertThat(answered).isGreaterThanOrEqualTo(18);
        }
    }

    @Test
    void aHeavierTargetGetsMoreAndABackupNothingWhileOthersAreUp() throws IOException {
        try (DemoOrigin backup = DemoOrigin.start("backup", 0)) {
            String origin = tenant.origin(
                    "weighted",
                    ",'balance':'round-robin','outlier':{'enabled':false},'health':{'path':'/health','interval':'100ms','timeout':'30s'}",
                    one.uri());
            tenant.patch(
                    origin,
                    "{'targets':[{'url':'%s','weight':3},{'url':'%s'},{'url':'%s','backup':true}]}"
                            .formatted(one.uri(), two.uri(), backup.uri()));
            tenant.route("weighted", "weighted", "'match':{'prefix':'/weighted'}");
            await().atMost(PATIENCE).untilAsserted(() -> {
                Map<String, Integer> reached = new HashMap<>();
                for (int i = 0; i < 8; i++) {
                    reached.merge(reached("/weighted"), 1, Integer::sum);
                }
                assertThat(reached).containsOnly(entry("one", 6), entry("two", 2));
            });

            tell(one, "/break");
            tell(two, "/break");
            try {
                await().atMost(PATIENCE)
                        .until(() -> tenant.get("/weighted")
                                .headers()
                                .firstValue("X-Origin")
                                .filter("backup"::equals)
                                .isPresent());
            } finally {
                tell(one, "/heal");
                tell(two, "/heal");
            }
        }
    }

    private static void tell(DemoOrigin origin, String what) {
        new Caller(origin.uri(), null).get(what).isStatus(200);
    }

    @Test
    void targetsComeFromTheRegistryAndGo() throws IOException {
        String key = "um:registry:" + tenant.slug();
        try (RedisConnection redis =
                new RedisConnection(URI.create(product.stack().addresses().redis()))) {
            redis.call("ZADD", key, "99999999999", one.uri().toString());
            serve("registered", ",'discovery':{'registry':'" + tenant.slug() + "','refresh':'1s'}");
            await().atMost(PATIENCE).until(() -> tenant.get("/registered").status() == 200);

            redis.call("ZADD", key, "99999999999", two.uri().toString());
            redis.call("ZREM", key, one.uri().toString());

            await().atMost(PATIENCE).until(() -> reached("/registered").equals("two"));
            redis.call("DEL", key);
            await().atMost(PATIENCE).until(() -> tenant.get("/registered").status() == 503);
        }
    }

    @Test
    void targetsComeFromAName() {
        URI named = URI.create("http://localhost:" + one.uri().getPort());
        serve("named", ",'discovery':{'dns':'" + named + "'}");

        await().atMost(PATIENCE).until(() -> tenant.get("/named").status() == 200);
    }

    private void serve(String name, String fields, URI... targets) {
        tenant.origin(name, fields, targets);
        tenant.route(name, name, "'match':{'prefix':'/" + name + "'}");
    }

    private String reached(String path, String... headers) {
        return tenant.get(path, headers).isStatus(200).header("X-Origin");
    }
}
