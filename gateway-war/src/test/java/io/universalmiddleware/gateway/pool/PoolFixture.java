package io.universalmiddleware.gateway.pool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.GuardedNames;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Pools on a clock that only a test moves, with names, checks and a registry that answer as it says. */
final class PoolFixture {
    static final OriginKey KEY = new OriginKey("acme", "shop");

    final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    /** How often the ticker was asked. */
    final AtomicLong tickerAsked = new AtomicLong();

    final Map<String, List<String>> addresses = new HashMap<>();
    final Map<Integer, Integer> statuses = new HashMap<>();
    final List<Target> asked = new ArrayList<>();
    List<ServiceRecords.ServiceRecord> records = List.of();
    List<URI> instances = List.of();
    boolean registryAway;
    final Pools pools;

    PoolFixture(long seed, String allowed) {
        RandomGenerator random = new Random(seed);
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(0, nanos.get());
            }
        };
        Finding finding = new Finding(
                new GuardedNames(this::resolve, new AddressGuard(AllowedNetworks.parse(allowed))),
                name -> CompletableFuture.completedFuture(records),
                service -> registryAway
                        ? CompletableFuture.failedFuture(new IllegalStateException("Redis is away"))
                        : CompletableFuture.completedFuture(instances));
        pools = new Pools(new Surroundings(clock, this::tickerSays, () -> random), finding, this::ask);
    }

    static PoolFixture seeded(long seed) {
        return new PoolFixture(seed, "");
    }

    static PoolFixture plain() {
        return seeded(42);
    }

    /** The pool of an origin's document. */
    OriginPool pool(String document) {
        pools.apply(Map.of(KEY, config(document)));
        return pools.find(KEY).orElseThrow();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static PoolConfig config(String document) {
        Violations violations = new Violations();
        PoolConfig config = PoolConfig.read(section(document, violations));
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.toString());
        }
        return config;
    }

    static Section section(String document, Violations violations) {
        try {
            return Section.of(new ObjectMapper().readTree(document.replace('\'', '"')), violations);
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }

    /** A document of targets 1.0.0.1, 1.0.0.2, … with these weights, and more fields. */
    static String targets(List<Integer> weights, String more) {
        StringBuilder document = new StringBuilder("{'targets':[");
        for (int i = 0; i < weights.size(); i++) {
            document.append(i == 0 ? "" : ",")
                    .append("{'url':'http://1.0.0.")
                    .append(i + 1)
                    .append(":80','weight':")
                    .append(weights.get(i))
                    .append('}');
        }
        return document.append(']')
                .append(more.isEmpty() ? "" : ",")
                .append(more)
                .append('}')
                .toString();
    }

    static String targets(int count, String more) {
        return targets(java.util.Collections.nCopies(count, 1), more);
    }

    /** What a pool says, at once. */
    static Picked pick(Pool pool, Visitor visitor, @Nullable Target not) {
        Picked picked = new Picked();
        pool.pick(visitor, not, picked);
        return picked;
    }

    static Picked pick(Pool pool) {
        return pick(pool, new Asking(), null);
    }

    /** Has one request answered. */
    static String send(Pool pool, int status) {
        Attempt attempt = pick(pool).attempt();
        attempt.answered(status);
        attempt.ended();
        return address(attempt);
    }

    static String address(Attempt attempt) {
        return attempt.target().address().getAddress().getHostAddress();
    }

    private long tickerSays() {
        tickerAsked.incrementAndGet();
        return nanos.get();
    }

    private CompletionStage<List<InetAddress>> resolve(String host) {
        List<InetAddress> found = addresses.getOrDefault(host, List.of()).stream()
                .map(text -> AddressGuard.literal(text).orElseThrow())
                .toList();
        return found.isEmpty()
                ? CompletableFuture.failedFuture(new java.net.UnknownHostException("no such name"))
                : CompletableFuture.completedFuture(found);
    }

    private CompletionStage<Integer> ask(Target target, String path, Duration timeout) {
        asked.add(target);
        int last = target.address().getAddress().getAddress()[3];
        int status = statuses.getOrDefault(last, 200);
        return status == 0
                ? CompletableFuture.failedFuture(new IllegalStateException("no answer"))
                : CompletableFuture.completedFuture(status);
    }

    /** What became of a pick. */
    static final class Picked implements Picking {
        private @Nullable Attempt attempt;
        private @Nullable Refusal refusal;
        int told;

        @Override
        public void picked(Attempt got) {
            told++;
            attempt = got;
        }

        @Override
        public void refused(Refusal why) {
            told++;
            refusal = why;
        }

        Attempt attempt() {
            if (attempt == null) {
                throw new AssertionError("refused: " + refusal);
            }
            return attempt;
        }

        Refusal refusal() {
            if (refusal == null) {
                throw new AssertionError("not refused");
            }
            return refusal;
        }
    }

    /** A request. */
    static final class Asking implements Visitor {
        final Fields request = new FieldList();
        final Fields answer = new FieldList();
        private final String path;
        private final String client;

        Asking() {
            this("/", "9.9.9.9");
        }

        Asking(String path, String client) {
            this.path = path;
            this.client = client;
        }

        Asking with(String name, String value) {
            request.add(name, value);
            return this;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public String clientAddress() {
            return client;
        }

        @Override
        public Fields request() {
            return request;
        }

        @Override
        public Fields answer() {
            return answer;
        }
    }
}
