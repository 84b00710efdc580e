package io.universalmiddleware.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine that asks an Open Policy Agent's server over its REST API (v1): the document {@code um/authz/decision}.
 *
 * <p>The policy is the server's own matter; this engine keeps {@code data.um.operator}, {@code roles}, {@code operators} and {@code tenants} there as the
 * platform knows them, and their {@code revision}. Each question asks for the decision and the revision that it was made by: where that is another's, as after a
 * restart of the server or while nodes follow a change, the data are told again and it is asked once more. If that cannot be done, or an answer does not come
 * in time, it denies; and after data that could not be told it denies for a second without asking, so that nobody queues for a server that is away.
 */
public final class OpaServerEngine implements PolicyEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OpaServerEngine.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 64;
    private static final int ATTEMPTS = 2;
    private static final String QUERY = "decision = data.um.authz.decision; revision = data.um.revision";
    private static final String REVISION = "revision";
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Told(String revision) {}

    private final HttpClient client;
    private final URI base;
    private final Optional<String> token;
    private final Duration deadline;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ReentrantLock loading = new ReentrantLock();
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Told> told = new AtomicReference<>();
    private volatile @Nullable Long failedAt;

    /**
     * @param base the server's address
     * @param token what it wants as a bearer token, if anything
     * @param deadline for each question, but for the one that tells the server the data: there each call may take as long
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
        long end = nanoTime.getAsLong() + deadline.toNanos();
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Told by = load(data, end);
                HttpResponse<byte[]> answer = send("POST", "/v1/query", question(input), left(end));
                if (answer.statusCode() != 200) {
                    return Decision.failed("the policy server answered " + answer.statusCode());
                }
                JsonNode said = JSON.readTree(answer.body()).path("result").path(0);
                if (by.revision().equals(said.path(REVISION).asText())) {
                    return PolicyJson.decision(said.get("decision"));
                }
                told.compareAndSet(by, null);
            }
            return Decision.failed("the policy server gives no decision by the data that it was told");
        } catch (TimeoutException slow) {
            return Decision.failed("the policy server did not answer in time");
        } catch (IOException | ExecutionException fault) {
            LOG.debug("The policy server cannot be asked", fault);
            return Decision.failed("the policy server cannot be asked");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return Decision.failed("interrupted");
        } finally {
            places.release();
        }
    }

    private static JsonNode question(Input input) {
        return JsonNodeFactory.instance.objectNode().put("query", QUERY).set("input", PolicyJson.of(input));
    }

    @Override
    public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
        return Optional.empty();
    }

    private Told load(PolicyData data, long end)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        Told known = told.get();
        if (known != null && known.revision().equals(data.revision())) {
            return known;
        }
        requireRested();
        if (!loading.tryLock(left(end), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("the data are being told");
        }
        try {
            Told meanwhile = told.get();
            if (meanwhile != null && meanwhile.revision().equals(data.revision())) {
                return meanwhile;
            }
            requireRested();
            told.set(null);
            tell(data);
            Told now = new Told(data.revision());
            told.set(now);
            failedAt = null;
            return now;
        } finally {
            loading.unlock();
        }
    }

    /** In nanoseconds. */
    private long left(long end) throws TimeoutException {
        long left = end - nanoTime.getAsLong();
        if (left <= 0) {
            throw new TimeoutException("the question has no time left");
        }
        return left;
    }

    private void requireRested() throws IOException {
        Long failed = failedAt;
        if (failed != null && nanoTime.getAsLong() - failed < REST_NANOS) {
            throw new IOException("the data could not be told just now");
        }
    }

    private void tell(PolicyData data) throws IOException, ExecutionException, InterruptedException, TimeoutException {
        try {
            put(REVISION, TextNode.valueOf("")); // nothing counts that is decided by a part of them
            for (Map.Entry<String, JsonNode> field : data.fields().entrySet()) {
                put(field.getKey(), field.getValue());
            }
            put(REVISION, TextNode.valueOf(data.revision()));
        } catch (IOException | ExecutionException | TimeoutException failed) {
            failedAt = nanoTime.getAsLong();
            throw failed;
        }
    }

    private void put(String field, JsonNode value)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        int status =
                send("PUT", "/v1/data/um/" + field, value, deadline.toNanos()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("the data were answered " + status);
        }
    }

    /** @param left how long it may take, in nanoseconds */
    private HttpResponse<byte[]> send(String method, String path, JsonNode body, long left)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofNanos(left))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        try {
            // the request's own timeout ends with the head of the answer
            return answer.get(left, TimeUnit.NANOSECONDS);
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
