package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.identity.Forger;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The two doors for commands, the edge's own and the application server's, answer the same to the same. */
@BootedProduct
class CommandDoorsE2E {
    private static final String COMMANDS = "/api/v1/commands";
    private static final Set<String> COMPARED = Set.of(
            "content-type",
            "cache-control",
            "retry-after",
            "location",
            "preference-applied",
            "idempotency-replayed",
            "www-authenticate",
            "allow");

    private final Product product;
    private final String tenant;
    private final String token;

    CommandDoorsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.token = product.token("ann", tenant);
    }

    @Test
    void plainCommandsDoNotLeaveTheEdgesProcess() {
        double before = answeredAtTheEdge();

        new Caller(product.edge(), token)
                .submit("gopro.CreateCourse", School.freshSlug(), School.course("one"))
                .isStatus(202);

        Awaitility.await().untilAsserted(() -> assertThat(answeredAtTheEdge()).isGreaterThan(before));
    }

    @Test
    void answerTheSameToTheSameRequest() {
        Map<String, Function<Caller, Answer>> requests = new LinkedHashMap<>();
        requests.put("accepted", c -> create(c));
        requests.put("done in time", c -> create(c, "Prefer", "wait=25"));
        requests.put(
                "rejected in time",
                c -> c.perform("gopro.EnrolLearner", "x:nowhere", School.enrolment("x", "nowhere")));
        requests.put("odd preference", c -> create(c, "Prefer", "wait=;;;"));
        requests.put("key", c -> create(c, "Idempotency-Key", UUID.randomUUID().toString()));
        requests.put("bad key", c -> create(c, "Idempotency-Key", "a b"));
        requests.put("replayed", c -> {
            String key = UUID.randomUUID().toString();
            String body = Caller.command("gopro.CreateCourse", School.freshSlug(), School.course("one"));
            c.post(COMMANDS, body, "Idempotency-Key", key);
            return c.post(COMMANDS, body, "Idempotency-Key", key);
        });
        requests.put("key of another request", c -> {
            String key = UUID.randomUUID().toString();
            create(c, "Idempotency-Key", key);
            return create(c, "Idempotency-Key", key);
        });
        requests.put("no JSON", c -> c.post(COMMANDS, "{"));
        requests.put("no object", c -> c.post(COMMANDS, "[]"));
        requests.put("nothing", c -> c.post(COMMANDS, ""));
        requests.put("twice the same member", c -> c.post(COMMANDS, "{\"type\":\"a\",\"type\":\"b\"}"));
        requests.put("unknown member", c -> c.post(COMMANDS, "{\"type\":\"a.B\",\"payload\":{},\"tenant\":\"x\"}"));
        requests.put("unknown type", c -> c.submit("no.Such", "x", Map.of()));
        requests.put("bad payload", c -> c.submit("gopro.CreateCourse", "x", Map.of("lessons", List.of(1, Map.of()))));
        requests.put("deep", c -> c.post(COMMANDS, "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)));
        requests.put("huge", c -> c.submit("gopro.CreateCourse", "x", Map.of("title", "x".repeat(1 << 20))));
        requests.put(
                "large and valid JSON", c -> c.submit("gopro.CreateCourse", "x", Map.of("title", "x".repeat(100_000))));
        requests.put("text", c -> create(c, "Content-Type", "text/plain"));
        requests.put("charset", c -> create(c, "Content-Type", "application/json; charset=utf-8"));
        requests.put("wants HTML", c -> create(c, "Accept", "text/html"));
        requests.put("wants JSON", c -> create(c, "Accept", "application/json"));
        requests.put("wants either", c -> create(c, "Accept", "text/html, */*;q=0.1"));
        requests.put("query", c -> c.post(COMMANDS + "?a=b", "{"));
        requests.put("put", c -> c.send("PUT", COMMANDS, "{}"));

        requests.forEach((name, request) -> sameFromBoth(name, token, request));
    }

    @Test
    void takeTheSameTokens() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Forger forger = new Forger(
                    product.home().resolve("keys"),
                    tenant,
                    URI.create("http://127.0.0.1:" + canary.getLocalPort() + "/key"));
            Map<String, String> tokens = new LinkedHashMap<>(forger.tokens());
            tokens.put("right", forger.ours(c -> {}));
            for (String claim : List.of("jti", "iat", "exp", "upn", "groups", "tenant", "sub", "iss", "aud")) {
                tokens.put("without " + claim, forger.ours(c -> c.claim(claim, null)));
            }
            tokens.put("guest", forger.ours(c -> c.claim("groups", List.of("guest"))));
            tokens.put("one group as text", forger.ours(c -> c.claim("groups", "user")));
            tokens.put("many audiences", forger.ours(c -> c.audience(List.of("other", "um"))));
            tokens.put("blank user", forger.ours(c -> c.subject(" ")));
            tokens.put("long user", forger.ours(c -> c.subject("u".repeat(256))));
            tokens.put("odd tenant", forger.ours(c -> c.claim("tenant", "Not A Tenant")));
            tokens.forEach((name, each) -> sameFromBoth(name, each, c -> create(c)));
            for (int seconds : List.of(-3600, -30, -1, 60)) {
                sameFromBoth("expires in " + seconds, forger.ours(c -> c.expirationTime(in(seconds))), c -> create(c));
            }
            for (int seconds : List.of(-3600, 60, 3600)) {
                sameFromBoth(
                        "not before in " + seconds, forger.ours(c -> c.notBeforeTime(in(seconds))), c -> create(c));
            }
        }
    }

    private void sameFromBoth(String name, String bearer, Function<Caller, Answer> request) {
        Answer edge = request.apply(new Caller(product.edge(), bearer));
        Answer server = request.apply(new Caller(product.stack().addresses().http(), bearer));

        assertThat(comparable(edge)).as(name).isEqualTo(comparable(server));
    }

    /** What of an answer must be the same, without what differs from one command to the next. */
    private static String comparable(Answer answer) {
        Map<String, List<String>> fields = answer.headers().map().entrySet().stream()
                .filter(field -> COMPARED.contains(field.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(
                        field -> field.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (a, b) -> a,
                        TreeMap::new));
        boolean token = answer.headers().firstValue("Consistency-Token").isPresent();
        return (answer.status() + " " + fields + " token=" + token + "\n" + answer.body())
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("\"(\\w+At)\":\"[^\"]+\"", "\"$1\":TIME")
                .replaceAll("\"aggregateId\":\"[^\"]+\"", "\"aggregateId\":ONE");
    }

    private static Answer create(Caller caller, String... headers) {
        return caller.submit("gopro.CreateCourse", School.freshSlug(), School.course("one"), headers);
    }

    private double answeredAtTheEdge() {
        return new Caller(product.edge(), null)
                .get("/metrics")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("um_edge_requests_seconds_count{") && line.contains("upstream=\"local\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
