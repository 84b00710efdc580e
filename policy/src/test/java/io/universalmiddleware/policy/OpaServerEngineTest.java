package io.universalmiddleware.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine makes of a server that answers as a test says; what a real one answers, {@link EnginesAgreeTest} knows. */
class OpaServerEngineTest {
    private static final Input INPUT = EmbeddedEngineTest.input("shop", "readView", null, "user");
    private static final String NONE = "null";
    private static final String DENIED = "{\"result\":{\"allow\":false,\"reason\":\"no role grants it\"}}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch never = new CountDownLatch(1);
    private final PolicyData data = PolicyData.builtIn("operator");
    private volatile String answer = "{\"result\":{\"allow\":true,\"reason\":\"granted\"}}";
    private volatile int status = 200;
    private volatile int statusOfData = 204;
    private volatile boolean silent;
    private volatile boolean forgetful;
    private volatile String revision = NONE;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        never.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void tellsTheDataOnceThenAsks() {
        OpaServerEngine engine = engine(PATIENCE);

        assertThat(engine.decide(INPUT, data)).isEqualTo(new Decision(Decision.Outcome.ALLOWED, "granted", true));
        assertThat(engine.decide(INPUT, data).allowed()).isTrue();
        engine.decide(INPUT, PolicyData.of("operator", Map.of("shop", Map.of("support", Set.of("readView")))));

        assertThat(asked)
                .containsExactly(
                        "PUT /v1/data/um/operator",
                        "PUT /v1/data/um/operators",
                        "PUT /v1/data/um/roles",
                        "PUT /v1/data/um/tenants",
                        "PUT /v1/data/um/revision",
                        "POST /v1/data/um/authz/decision",
                        "POST /v1/data/um/authz/decision",
                        "PUT /v1/data/um/operator",
                        "PUT /v1/data/um/operators",
                        "PUT /v1/data/um/roles",
                        "PUT /v1/data/um/tenants",
                        "PUT /v1/data/um/revision",
                        "POST /v1/data/um/authz/decision");
    }

    @Test
    void aDenialCountsIfTheServerHasTheDataStill() {
        OpaServerEngine engine = engine(PATIENCE);
        answer = DENIED;
        assertThat(engine.decide(INPUT, data).outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(asked).endsWith("POST /v1/data/um/authz/decision", "GET /v1/data/um/revision");
        asked.clear();
        revision = NONE;
        assertThat(engine.decide(INPUT, data).outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(asked)
                .as("it was started anew, is told them and asked again")
                .containsExactly(
                        "POST /v1/data/um/authz/decision",
                        "GET /v1/data/um/revision",
                        "PUT /v1/data/um/operator",
                        "PUT /v1/data/um/operators",
                        "PUT /v1/data/um/roles",
                        "PUT /v1/data/um/tenants",
                        "PUT /v1/data/um/revision",
                        "POST /v1/data/um/authz/decision",
                        "GET /v1/data/um/revision");
        forgetful = true;

        assertThat(engine.decide(INPUT, PolicyData.builtIn("other")))
                .isEqualTo(Decision.failed("the policy server does not keep the data"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"result\":true}",
                "{\"result\":{}}",
                "{\"result\":{\"allow\":\"true\"}}",
                "{\"result\":[{\"allow\":true}]}",
                "[]",
                "not json",
                ""
            })
    void whatIsNoDecisionDenies(String said) {
        answer = said;

        Decision decision = engine(PATIENCE).decide(INPUT, data);

        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.FAILED);
        assertThat(decision.allowed()).isFalse();
    }

    @Test
    void aServerThatFailsOrIsAwayDeniesAndOneThatIsBackDecides() {
        OpaServerEngine engine = engine(PATIENCE);
        status = 500;
        assertThat(engine.decide(INPUT, data).reason()).isEqualTo("the policy server answered 500");
        status = 200;
        statusOfData = 403;
        assertThat(engine(PATIENCE).decide(INPUT, data).outcome()).isEqualTo(Decision.Outcome.FAILED);
        statusOfData = 204;
        assertThat(engine.decide(INPUT, data).allowed()).isTrue();

        OpaServerEngine nowhere = new OpaServerEngine(URI.create("http://127.0.0.1:1"), Optional.empty(), PATIENCE);
        assertThat(nowhere.decide(INPUT, data)).isEqualTo(Decision.failed("the policy server cannot be asked"));
    }

    @Test
    void aServerThatIsSilentDeniesAfterTheDeadline() {
        silent = true;

        assertThat(engine(Duration.ofMillis(50)).decide(INPUT, data))
                .isEqualTo(Decision.failed("the policy server did not answer in time"));
    }

    @Test
    void afterDataThatCouldNotBeToldItDeniesForASecondWithoutAsking() {
        AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
        OpaServerEngine engine = engine(PATIENCE, nanoTime::get);
        statusOfData = 500;
        assertThat(engine.decide(INPUT, data).outcome()).isEqualTo(Decision.Outcome.FAILED);
        statusOfData = 204;

        nanoTime.addAndGet(999_999_999);
        assertThat(engine.decide(INPUT, data).outcome()).isEqualTo(Decision.Outcome.FAILED);
        assertThat(asked).hasSize(1);
        nanoTime.incrementAndGet();
        assertThat(engine.decide(INPUT, data).allowed()).isTrue();
    }

    @Test
    void nobodyQueuesForAServerThatDoesNotTakeTheData() throws Exception {
        silent = true;
        OpaServerEngine engine = engine(Duration.ofMillis(200), () -> 0);
        List<Callable<Decision>> many = Collections.nCopies(32, () -> engine.decide(INPUT, data));

        for (Future<Decision> decided : threads.invokeAll(many)) {
            assertThat(decided.get().outcome()).isEqualTo(Decision.Outcome.FAILED);
        }

        assertThat(asked).as("by the first alone").hasSizeLessThanOrEqualTo(1);
    }

    private OpaServerEngine engine(Duration deadline, LongSupplier nanoTime) {
        return new OpaServerEngine(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Optional.of("secret"),
                deadline,
                nanoTime);
    }

    private OpaServerEngine engine(Duration deadline) {
        return new OpaServerEngine(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Optional.of("secret"), deadline);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (silent) {
            try {
                never.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
        boolean authorized = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] result = "{\"result\":%s}".formatted(revision).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, result.length);
            exchange.getResponseBody().write(result);
        } else if (exchange.getRequestMethod().equals("PUT")) {
            if (exchange.getRequestURI().getPath().endsWith("/revision") && !forgetful) {
                revision = sent;
            }
            exchange.sendResponseHeaders(authorized ? statusOfData : 401, -1);
        } else {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(authorized ? status : 401, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
