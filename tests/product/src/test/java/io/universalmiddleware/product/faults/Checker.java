package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.hub.Push;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.product.stack.Records;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Compares, after a fault has healed, what the recorder was told with what is there. */
final class Checker {
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(40);
    private static final String OF_TENANT = "select count(*) from command where tenant = ?";

    private final Product product;
    private final Caller caller;
    private final String tenant;
    private final Records records;

    Checker(Product product, Caller caller, String tenant) {
        this.product = product;
        this.caller = caller;
        this.tenant = tenant;
        this.records = product.records();
    }

    /** All of it, for a load that has ended. */
    void holds(Load load) throws Exception {
        everythingSettles();
        acknowledgedIsRecorded(load.sent());
        theSameKeyGetsTheFirstAnswer(load.sent());
        everythingSettles();
        oneOutboxRowACommand();
        oneEffectACommand();
        viewsShowTheEvents(load.course());
        redisHoldsTheViews();
    }

    void everythingSettles() {
        Awaitility.await("all commands are settled")
                .atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat(records.texts(
                                "select status || ' ' || count(*) from command where tenant = ?"
                                        + " and status in ('accepted', 'processing') group by status",
                                tenant))
                        .isEmpty());
        assertThat(records.texts(
                        "select id || ' ' || status || ' ' || coalesce(problem::text, '') from command"
                                + " where tenant = ? and status <> 'succeeded'",
                        tenant))
                .as("commands that did not succeed")
                .isEmpty();
    }

    private void acknowledgedIsRecorded(List<Sent> sent) {
        Set<String> there = Set.copyOf(records.texts("select id::text from command where tenant = ?", tenant));
        assertThat(sent.stream().filter(Sent::acknowledged).map(s -> s.answer().commandId()))
                .as("acknowledged commands")
                .isNotEmpty()
                .isSubsetOf(there);
        assertThat(sent.stream()
                        .filter(s -> s.answer() != null && !s.acknowledged() && !mayBeTriedAgain(s.answer()))
                        .map(s -> s.answer().brief())
                        .distinct()
                        .limit(3))
                .as("answers that are neither an acknowledgement nor a refusal to be tried again")
                .isEmpty();
    }

    private static boolean mayBeTriedAgain(Answer answer) {
        boolean problem = answer.headers()
                .firstValue("Content-Type")
                .filter("application/problem+json"::equals)
                .isPresent();
        boolean says = answer.headers().firstValue("Retry-After").isPresent();
        return problem
                && switch (answer.status()) {
                    case 409, 503 -> says;
                    case 502, 504 -> true;
                    default -> false;
                };
    }

    private void theSameKeyGetsTheFirstAnswer(List<Sent> sent) {
        Map<String, List<Sent>> byKey = sent.stream().collect(Collectors.groupingBy(Sent::key));
        Map<String, String> ids = new TreeMap<>();
        byKey.values().stream().limit(300).forEach(same -> {
            Sent one = same.get(0);
            Answer again = caller.submit(one.type(), one.aggregate(), one.payload(), "Idempotency-Key", one.key());
            assertThat(again.status()).as(again.toString()).isIn(200, 202);
            assertThat(same.stream()
                            .filter(Sent::acknowledged)
                            .map(s -> s.answer().commandId()))
                    .as("answers for key %s", one.key())
                    .allMatch(again.commandId()::equals);
            ids.put(one.key(), again.commandId());
        });
        assertThat(ids.values()).doesNotHaveDuplicates();
    }

    private void oneOutboxRowACommand() {
        assertThat(records.texts(
                        "select c.id || ' has ' || count(o.id) from command c left join outbox o"
                                + " on o.id = c.id where c.tenant = ? group by c.id having count(o.id) <> 1",
                        tenant))
                .as("commands without exactly one row in the outbox")
                .isEmpty();
        assertThat(records.count(OF_TENANT, tenant)).isPositive();
    }

    private void oneEffectACommand() {
        assertThat(records.texts(
                        "select c.id || ' ' || c.type || ' has ' || count(e.id) from command c left join event e"
                                + " on e.command_id = c.id and e.type <> 'gopro.CourseCompleted'"
                                + " where c.tenant = ? group by c.id, c.type having count(e.id) <> 1",
                        tenant))
                .as("commands without exactly one effect")
                .isEmpty();
        assertThat(records.texts(
                        "select aggregate_id || ' ' || (data->>'lesson') from event where tenant = ?"
                                + " and type = 'gopro.LessonCompleted' group by 1 having count(*) > 1",
                        tenant))
                .as("lessons completed twice")
                .isEmpty();
    }

    private void viewsShowTheEvents(String course) {
        Awaitility.await("views show all events")
                .atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat(records.texts(
                                "select e.aggregate_id from (select aggregate_id, json_agg(data->>'lesson' order by sequence)"
                                        + " as lessons from event where tenant = ? and type = 'gopro.LessonCompleted' group by 1) e"
                                        + " left join view_row v on v.tenant = ? and v.view = 'progress' and v.key = e.aggregate_id"
                                        + " where (v.body->'completed')::text::jsonb is distinct from e.lessons::jsonb",
                                tenant,
                                tenant))
                        .isEmpty());
        Awaitility.await("the leaderboard ranks all")
                .atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat(records.count(
                                "select coalesce(sum((s->>'completed')::int), 0) from view_row v,"
                                        + " json_array_elements(v.body) s where v.tenant = ? and v.view = 'leaderboard'"
                                        + " and v.key = ?",
                                tenant,
                                course))
                        .isEqualTo(records.count(
                                "select count(*) from event where tenant = ? and type = 'gopro.LessonCompleted' and data->>'course' = ?",
                                tenant,
                                course)));
    }

    private void redisHoldsTheViews() throws Exception {
        try (RedisCopies redis =
                new RedisCopies(URI.create(product.stack().addresses().redis()))) {
            Awaitility.await("Redis holds what the views have")
                    .atMost(SETTLED_WITHIN)
                    .untilAsserted(() -> {
                        for (String row : records.texts(
                                "select view || '/' || key || ' ' || version || ' ' || body::text from view_row where tenant = ?",
                                tenant)) {
                            String[] parts = row.split(" ", 3);
                            Optional<RedisCopies.Copy> copy = redis.of(tenant + "/" + parts[0]);
                            // a copy may be absent, which only costs a load; it may never be another one
                            if (copy.isPresent()) {
                                assertThat(copy.get()).as(parts[0]).isEqualTo(new RedisCopies.Copy(parts[1], parts[2]));
                            }
                        }
                    });
        }
    }

    /** What the API answers now, without any token, is what the views have. */
    void readsAreTrue(String view, String key) {
        Awaitility.await("reads are true").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode read = caller.view(view, key).isStatus(200).json();
            assertThat(read.toString())
                    .isEqualTo(Caller.normalized(records.texts(
                                    "select body::text from view_row where tenant = ? and view = ? and key = ?",
                                    tenant,
                                    view,
                                    key)
                            .get(0)));
        });
    }

    /**
     * The listener ended up at the row's state, and between two pushes of one subscription no offset was skipped: where there
     * is a gap, the listener was told of it.
     */
    void heardWithoutSilentGap(HubListener listener, String key) {
        String row = "select body::text from view_row where tenant = ? and view = 'progress' and key = ?";
        Awaitility.await("the last push is the row").atMost(SETTLED_WITHIN).untilAsserted(() -> {
            List<Push> pushes = listener.pushes();
            assertThat(pushes).isNotEmpty();
            assertThat(pushes.get(pushes.size() - 1).json().toString())
                    .isEqualTo(Caller.normalized(records.texts(row, tenant, key).get(0)));
        });
        List<Integer> completed = listener.pushes().stream()
                .map(push -> push.json().path("completed").size())
                .toList();
        long told = listener.events().stream()
                .filter(event -> event.equals("subscribed recovering=true recovered=false")
                        || event.equals("subscribed recovering=false recovered=false"))
                .count();
        long gaps = 0;
        for (int i = 1; i < completed.size(); i++) {
            assertThat(completed.get(i))
                    .as("pushes in order: %s", completed)
                    .isGreaterThanOrEqualTo(completed.get(i - 1));
            gaps += completed.get(i) > completed.get(i - 1) + 1 ? 1 : 0;
        }
        assertThat(gaps)
                .as("gaps in %s, told: %s", completed, listener.events())
                .isLessThan(told + 1);
        assertThat(completed.stream().distinct().count())
                .as("each once: %s", completed)
                .isEqualTo(completed.size());
    }
}
