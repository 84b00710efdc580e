package io.universalmiddleware.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine that asks an Open Policy Agent's server over its REST API (v1): the document {@code um/authz/decision}.
 *
 * <p>The policy is the server's own matter; this engine keeps {@code data.um.operator}, {@code roles}, {@code operators} and {@code tenants} there as the
 * platform knows them, before it asks anything by them, and {@code revision}, by which it knows when denied whether they are there still. If that cannot be done, or an answer does not come in time, it denies; and after
 * data that could not be told it denies for a second without asking, so that nobody queues for a server that is away.
 */
public final class OpaServerEngine implements PolicyEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OpaServerEngine.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 64;
    private static final int ATTEMPTS = 2;
    private static final String REVISION = "/v1/data/um/revision";
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient client;
    private final URI base;
    private final Optional<String> token;
    private final Duration deadline;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ReentrantLock loading = new ReentrantLock();
    private final LongSupplier nanoTime;
    private final AtomicInteger tellings = new AtomicInteger();
    private volatile @Nullable String loaded;
    private volatile @Nullable Long failedAt;

    /**
     * @param base the server's address
     * @param token what it wants as a bearer token, if anything
     * @param deadline for a decision, and for each part of the data
     */
    public OpaServerEngine(URI base, Optional<String> token, Duration deadline) {
        this(base, token, deadline, System::nanoTime);
    }

    OpaServerEngine(URI base, Optional<String> token, Duration deadline, LongSupplier nanoTime) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(deadline)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.base = base;
        this.token = token;
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    @Override
    public Decision decide(Input input, PolicyData data) {
        if (!places.tryAcquire()) {
            return Decision.failed("the policy engine is busy");
        }
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                load(data);
                int told = tellings.get();
                Decision decision = ask(input);
                if (decision.outcome() != Decision.Outcome.DENIED) {
                    return decision;
                }
                if (told == tellings.get()) {
                    if (has(data)) {
                        return decision;
                    }
                    loaded = null; // a server that was started anew has none, and denies
                }
            }
            return Decision.failed("the policy server does not keep the data");
        } catch (TimeoutException slow) {
            return Decision.failed("the policy server did not answer in time");
        } catch (IOException | ExecutionException fault) {
            LOG.debug("The policy server cannot be asked", fault);
            loaded = null;
            return Decision.failed("the policy server cannot be asked");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return Decision.failed("interrupted");
        } finally {
            places.release();
        }
    }

    private Decision ask(Input input) throws IOException, ExecutionException, InterruptedException, TimeoutException {
        JsonNode question = JsonNodeFactory.instance.objectNode().set("input", PolicyJson.of(input));
        HttpResponse<byte[]> answer = send("POST", "/v1/data/um/authz/decision", question);
        JsonNode said =
                answer.statusCode() == 200 ? JSON.readTree(answer.body()).get("result") : null;
        if (said == null) {
            loaded = null; // a server that was started anew knows nothing
        }
        return answer.statusCode() == 200
                ? PolicyJson.decision(said)
                : Decision.failed("the policy server answered " + answer.statusCode());
    }

    private boolean has(PolicyData data)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        HttpResponse<byte[]> answer = send("GET", REVISION, null);
        return answer.statusCode() == 200
                && data.revision()
                        .equals(JSON.readTree(answer.body()).path("result").asText());
    }

    @Override
    public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
        return Optional.empty();
    }

    private void load(PolicyData data) throws IOException, ExecutionException, InterruptedException, TimeoutException {
        if (data.revision().equals(loaded)) {
            return;
        }
        requireRested();
        if (!loading.tryLock(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("the data are being told");
        }
        try {
            if (!data.revision().equals(loaded)) {
                requireRested();
                tell(data);
                loaded = data.revision();
                tellings.incrementAndGet();
                failedAt = null;
            }
        } finally {
            loading.unlock();
        }
    }

    private void requireRested() throws IOException {
        Long failed = failedAt;
        if (failed != null && nanoTime.getAsLong() - failed < REST_NANOS) {
            throw new IOException("the data could not be told just now");
        }
    }

    private void tell(PolicyData data) throws IOException, ExecutionException, InterruptedException, TimeoutException {
        try {
            for (Map.Entry<String, JsonNode> field : data.fields().entrySet()) {
                put("/v1/data/um/" + field.getKey(), field.getValue());
            }
            put(REVISION, JsonNodeFactory.instance.textNode(data.revision()));
        } catch (IOException | ExecutionException | TimeoutException failed) {
            failedAt = nanoTime.getAsLong();
            throw failed;
        }
    }

    private void put(String path, JsonNode value)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        int status = send("PUT", path, value).statusCode();
        if (status / 100 != 2) {
            throw new IOException("the data were answered " + status);
        }
    }

    private HttpResponse<byte[]> send(String method, String path, @Nullable JsonNode body)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(deadline)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        try {
            // the request's own timeout ends with the head of the answer
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException late) {
            answer.cancel(true);
            throw late;
        } catch (ExecutionException fault) {
            if (fault.getCause() instanceof HttpTimeoutException) { // its own timeout, if that is the first to ring
                throw new TimeoutException(fault.getMessage());
            }
            throw fault;
        }
    }
}
