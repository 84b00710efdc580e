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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine makes of a server that answers as a test says; what a real one answers, {@link EnginesAgreeTest} knows. */
class OpaServerEngineTest {
    private static final Input INPUT = EmbeddedEngineTest.input("shop", "readView", null, "user");
    private static final String ALLOWED =
            "{\"result\":[{\"decision\":{\"allow\":true,\"reason\":\"granted\"},\"revision\":REVISION}]}";
    private static final String DENIED =
            "{\"result\":[{\"decision\":{\"allow\":false,\"reason\":\"no role grants it\"},\"revision\":REVISION}]}";
    private static final String QUERY = "POST /v1/query";
    private static final List<String> TELLING = List.of(
            "PUT /v1/data/um/revision",
            "PUT /v1/data/um/operator",
            "PUT /v1/data/um/operators",
            "PUT /v1/data/um/roles",
            "PUT /v1/data/um/tenants",
            "PUT /v1/data/um/revision");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch never = new CountDownLatch(1);
    private final PolicyData data = PolicyData.builtIn("operator");
    private volatile String answer = ALLOWED;
    private volatile int status = 200;
    private volatile int statusOfData = 204;
    private volatile boolean silent;
    private volatile boolean forgetful;
    private volatile String refused = "";
    private volatile String revision = "null";
    private volatile Runnable meanwhile = () -> {};
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

        assertThat(asked).isEqualTo(inTurn(TELLING, List.of(QUERY, QUERY), TELLING, List.of(QUERY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALLOWED, DENIED})
    void aDecisionByOtherDataDoesNotCount(String said) {
        OpaServerEngine engine = engine(PATIENCE);
        engine.decide(INPUT, data);
        answer = said;
        asked.clear();
        revision = "\"of another node\"";

        assertThat(engine.decide(INPUT, data).outcome())
                .isEqualTo(said.equals(ALLOWED) ? Decision.Outcome.ALLOWED : Decision.Outcome.DENIED);

        assertThat(asked).isEqualTo(inTurn(List.of(QUERY), TELLING, List.of(QUERY)));
    }

    @Test
    void aQuestionThatIsPutAgainHasNoMoreTimeThanTheFirst() {
        AtomicLong nanoTime = new AtomicLong();
        OpaServerEngine engine = engine(PATIENCE, nanoTime::get);
        engine.decide(INPUT, data);
        asked.clear();
        revision = "\"of another node\"";
        meanwhile = () -> nanoTime.addAndGet(PATIENCE.toNanos());

        assertThat(engine.decide(INPUT, data)).isEqualTo(Decision.failed("the policy server did not answer in time"));

        assertThat(asked).containsExactly(QUERY);
    }

    @Test
    void dataThatTakeLongerToTellThanAQuestionMayTakeCountForTheNext() {
        AtomicLong nanoTime = new AtomicLong();
        OpaServerEngine engine = engine(PATIENCE, nanoTime::get);
        meanwhile = () -> nanoTime.addAndGet(PATIENCE.toNanos() / 2);
        assertThat(engine.decide(INPUT, data)).isEqualTo(Decision.failed("the policy server did not answer in time"));
        meanwhile = () -> {};

        assertThat(engine.decide(INPUT, data).allowed()).isTrue();

        assertThat(asked).isEqualTo(inTurn(TELLING, List.of(QUERY)));
    }

    @Test
    void aServerThatForgetsTheDataDenies() {
        forgetful = true;

        assertThat(engine(PATIENCE).decide(INPUT, data))
                .isEqualTo(Decision.failed("the policy server gives no decision by the data that it was told"));
    }

    @Test
    void afterDataThatWereToldInPartTheFormerAreToldAgain() {
        AtomicLong nanoTime = new AtomicLong();
        OpaServerEngine engine = engine(PATIENCE, nanoTime::get);
        engine.decide(INPUT, data);
        refused = "/v1/data/um/tenants";
        assertThat(engine.decide(INPUT, PolicyData.builtIn("other")).outcome()).isEqualTo(Decision.Outcome.FAILED);
        refused = "";
        nanoTime.addAndGet(1_000_000_000);
        asked.clear();

        assertThat(engine.decide(INPUT, data).allowed()).isTrue();

        assertThat(asked).isEqualTo(inTurn(TELLING, List.of(QUERY)));
    }

    @SafeVarargs
    private static List<String> inTurn(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"result\":true}",
                "{\"result\":[]}",
                "{\"result\":[{\"revision\":REVISION}]}",
                "{\"result\":[{\"decision\":{\"allow\":true}}]}",
                "{\"result\":[{\"decision\":true,\"revision\":REVISION}]}",
                "{\"result\":[{\"decision\":{\"allow\":\"true\"},\"revision\":REVISION}]}",
                "{\"result\":{\"decision\":{\"allow\":true},\"revision\":REVISION}}",
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
        meanwhile.run();
        boolean authorized = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("PUT")) {
            if (path.endsWith("/revision") && !forgetful) {
                revision = sent;
            }
            exchange.sendResponseHeaders(!authorized ? 401 : path.equals(refused) ? 500 : statusOfData, -1);
        } else {
            byte[] body = answer.replace("REVISION", revision).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(authorized ? status : 401, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
