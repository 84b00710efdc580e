package io.universalmiddleware.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.styra.opa.wasm.OpaPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded engine evaluates the platform's policy, compiled from Rego to WebAssembly, in this process.
 *
 * <p>An instance of the module serves one thread at a time; there are at most so many, each with its own memory, which is set back after
 * every so many evaluations: an evaluation frees nothing of what it took.
 */
public final class EmbeddedEngine implements PolicyEngine {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);
    private static final String ENTRYPOINT = "um/authz/decision";

    /** The module reads lengths as characters and text as bytes: with everything else escaped they are the same. */
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Of 64 KiB: an instance has them all from the beginning. */
    private static final int MOST_PAGES = 256;

    private static final int EVALUATIONS = 500;

    /** As long as a slow machine takes to make an instance. */
    private static final long PATIENCE_MILLIS = 15_000;

    private final byte[] module;
    private final int most;
    private final boolean atOnce;
    private final Semaphore places;
    private final ConcurrentLinkedQueue<Instance> idle = new ConcurrentLinkedQueue<>();
    /** Instances that there are or that are being made. One is made by who holds a place and finds none idle, so there are never more than places. */
    private final AtomicInteger made = new AtomicInteger();

    /** @param most instances */
    public EmbeddedEngine(int most) {
        this(platformModule(), most, true);
    }

    /**
     * Of a policy that is not the platform's own: nobody knows how long that takes, so it never decides at once.
     *
     * @param module compiled with the entry point {@code um/authz/decision}
     * @param most instances
     */
    public EmbeddedEngine(byte[] module, int most) {
        this(module, most, false);
    }

    private EmbeddedEngine(byte[] module, int most, boolean atOnce) {
        this.module = module.clone();
        this.most = most;
        this.atOnce = atOnce;
        this.places = new Semaphore(most);
    }

    /**
     * An engine for a policy that was put in at run time, ready to decide.
     *
     * @throws RuntimeException if it cannot be loaded
     */
    public static EmbeddedEngine loaded(byte[] module) {
        EmbeddedEngine engine = new EmbeddedEngine(module, PolicySettings.INSTANCES);
        engine.warmUp();
        return engine;
    }

    private static final class Instance {
        private final OpaPolicy policy;
        private @Nullable PolicyData data;
        private int evaluations;

        Instance(OpaPolicy policy) {
            this.policy = policy;
        }

        String evaluate(String input, PolicyData wanted) {
            PolicyData loaded = data;
            if (loaded == null || !loaded.revision().equals(wanted.revision()) || evaluations >= EVALUATIONS) {
                policy.data(ascii(wanted.document()));
                data = wanted;
                evaluations = 0;
            }
            evaluations++;
            return policy.evaluate(input);
        }

        private static String ascii(String json) {
            try {
                return ASCII.writeValueAsString(ASCII.readTree(json));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /**
     * Makes every instance that there may be, which takes a good part of a second each: before the first question, or beside it. Holds one
     * place at a time, so that a question need not wait for all of them.
     */
    public void warmUp() {
        while (made.get() < most && places.tryAcquire()) {
            try {
                if (made.get() < most) {
                    idle.add(instance());
                }
            } finally {
                places.release();
            }
        }
    }

    @Override
    public Decision decide(Input input, PolicyData data) {
        try {
            if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return Decision.failed("the policy engine is busy");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return Decision.failed("interrupted");
        }
        try {
            Instance polled = idle.poll();
            return evaluated(polled == null ? instance() : polled, input, data);
        } catch (RuntimeException | LinkageError broken) {
            LOG.error("The policy could not be loaded", broken);
            return Decision.failed("the policy engine failed");
        } finally {
            places.release();
        }
    }

    @Override
    public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
        if (!atOnce || !places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(idle.poll()).map(instance -> evaluated(instance, input, data));
        } finally {
            places.release();
        }
    }

    private Decision evaluated(Instance instance, Input input, PolicyData data) {
        try {
            String said = instance.evaluate(ASCII.writeValueAsString(PolicyJson.of(input)), data);
            idle.add(instance);
            return decision(said);
        } catch (JsonProcessingException | RuntimeException | LinkageError fault) {
            made.decrementAndGet(); // the instance is not used again: nobody knows what state it is in
            LOG.error("The policy could not be evaluated", fault);
            return Decision.failed("the policy engine failed");
        }
    }

    private static Decision decision(String said) throws JsonProcessingException {
        JsonNode results = ASCII.readTree(said);
        return PolicyJson.decision(results.path(0).get("result"));
    }

    private Instance instance() {
        made.incrementAndGet();
        try {
            OpaPolicy policy = OpaPolicy.builder()
                    .withPolicy(module)
                    .withJsonMapper(ASCII)
                    .withYamlMapper(ASCII)
                    .withMaxMemory(MOST_PAGES)
                    .build();
            return new Instance(policy.entrypoint(ENTRYPOINT));
        } catch (RuntimeException | LinkageError broken) {
            made.decrementAndGet();
            throw broken;
        }
    }

    private static byte[] platformModule() {
        try (InputStream resource =
                Objects.requireNonNull(EmbeddedEngine.class.getResourceAsStream("authz.wasm"), "no authz.wasm")) {
            return resource.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
