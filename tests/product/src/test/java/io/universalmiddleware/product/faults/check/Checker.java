package io.universalmiddleware.product.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.Node;
import io.universalmiddleware.product.faults.load.Listening;
import io.universalmiddleware.product.faults.load.Load;
import io.universalmiddleware.product.faults.load.Sent;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.Records;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A checker compares, after all faults have healed, what clients were told with what is there. What it finds wrong it names, by id,
 * in an {@link AssertionError}.
 */
public final class Checker {
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(300);
    private static final int KEYS_TRIED_AGAIN = 100;

    private final Cluster cluster;
    private final Records records;
    private final String tenant;
    private final Caller caller;

    public Checker(Cluster cluster, String tenant) {
        this.cluster = cluster;
        this.records = cluster.records();
        this.tenant = tenant;
        this.caller = cluster.caller(cluster.nodes().get(0), "ann", tenant);
    }

    /** All of it, for a load that has ended and whose listeners still listen. */
    public void holds(Load load) throws IOException {
        everythingSettles();
        load.readsComeAgain();
        acknowledgedIsRecorded(load.sent());
        answersWereTrue(load);
        theSameKeyGetsTheFirstAnswer(load.sent());
        everythingSettles();
        oneOutboxRowACommand();
        oneEffectACommand();
        viewsShowTheEvents(load.course());
        new KafkaLog(cluster, tenant, load.began()).holdsTheOutboxInOrder(SETTLED_WITHIN);
        redisIsTheProjection();
        load.listeners().forEach(this::heardAll);
        readsAreTrue(load.listeners());
        System.out.println(summary(load));
    }

    /** Every recorded command ends, and well: the load asks for nothing that a rule forbids. */
    public void everythingSettles() {
        Awaitility.await("all commands are settled")
                .atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat(records.texts(
                                "select id || ' ' || aggregate_id || ' ' || status from command where tenant = ?"
                                        + " and status in ('accepted', 'processing') order by id limit 10",
                                tenant))
                        .as("commands that are not settled")
                        .isEmpty());
        assertThat(records.texts(
                        "select id || ' ' || status || ' ' || coalesce(problem::text, '') from command"
                                + " where tenant = ? and status <> 'succeeded' limit 10",
                        tenant))
                .as("commands that did not succeed")
                .isEmpty();
    }

    /** Of one earlier load: nothing that was acknowledged has gone since. */
    public static void stillRecorded(Records records, String tenant, Set<String> acknowledged) {
        assertThat(acknowledged)
                .as("acknowledged commands of tenant %s", tenant)
                .isSubsetOf(Set.copyOf(records.texts("select id::text from command where tenant = ?", tenant)));
    }

    private void acknowledgedIsRecorded(List<Sent> sent) {
        Set<String> acknowledged =
                sent.stream().filter(Sent::acknowledged).map(Sent::commandId).collect(Collectors.toSet());
        assertThat(acknowledged).as("acknowledged commands").isNotEmpty();
        stillRecorded(records, tenant, acknowledged);
    }

    private static void answersWereTrue(Load load) {
        assertThat(load.sent().stream()
                        .filter(s -> s.refusal() != null)
                        .map(s -> s.key() + " " + s.refusal())
                        .limit(5))
                .as("answers that are neither an acknowledgement nor a refusal to be tried again")
                .isEmpty();
        assertThat(load.broken()).as("reads older than their token").isEmpty();
    }

    private void theSameKeyGetsTheFirstAnswer(List<Sent> sent) {
        Map<String, List<Sent>> byKey = new TreeMap<>(sent.stream().collect(Collectors.groupingBy(Sent::key)));
        List<List<Sent>> some = new ArrayList<>(byKey.values());
        // those that were sent more than once first: theirs are the doubtful ones
        Collections.shuffle(some, new Random(some.size()));
        some.sort((a, b) -> b.size() - a.size());
        Map<String, String> ids = new TreeMap<>();
        some.stream().limit(KEYS_TRIED_AGAIN).forEach(same -> {
            Sent one = same.get(0);
            Answer again = caller.submit(one.type(), one.aggregate(), one.payload(), "Idempotency-Key", one.key());
            assertThat(again.status()).as(again.toString()).isIn(200, 202);
            assertThat(same.stream().filter(Sent::acknowledged).map(Sent::commandId))
                    .as("answers for key %s", one.key())
                    .allMatch(again.commandId()::equals);
            ids.put(one.key(), again.commandId());
        });
        assertThat(ids.values()).doesNotHaveDuplicates();
    }

    private void oneOutboxRowACommand() {
        assertThat(records.texts(
                        "select c.id || ' has ' || count(o.id) from command c left join outbox o"
                                + " on o.id = c.id where c.tenant = ? group by c.id having count(o.id) <> 1 limit 10",
                        tenant))
                .as("commands without exactly one row in the outbox")
                .isEmpty();
        assertThat(records.texts(
                        "select e.id || ' has ' || count(o.id) from event e left join outbox o"
                                + " on o.id = e.id where e.tenant = ? group by e.id having count(o.id) <> 1 limit 10",
                        tenant))
                .as("events without exactly one row in the outbox")
                .isEmpty();
    }

    private void oneEffectACommand() {
        assertThat(records.texts(
                        "select c.id || ' ' || c.type || ' has ' || count(e.id) from command c left join event e"
                                + " on e.command_id = c.id and e.type <> 'gopro.CourseCompleted'"
                                + " where c.tenant = ? group by c.id, c.type having count(e.id) <> 1 limit 10",
                        tenant))
                .as("commands without exactly one effect")
                .isEmpty();
        assertThat(records.texts(
                        "select aggregate_id || ' ' || (data->>'lesson') from event where tenant = ?"
                                + " and type = 'gopro.LessonCompleted' group by 1 having count(*) > 1 limit 10",
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
                                        + " where (v.body->'completed')::text::jsonb is distinct from e.lessons::jsonb limit 10",
                                tenant,
                                tenant))
                        .as("rows of progress that do not show their events, each once")
                        .isEmpty());
        Awaitility.await("the leaderboard ranks all")
                .atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat(records.count(
                                "select coalesce(sum((s->>'completed')::int), 0) from view_row v,"
                                        + " json_array_elements(v.body) s where v.tenant = ? and v.view = 'leaderboard'"
                                        + " and v.key = ?",
                                tenant,
                                course))
                        .as("lessons on the leaderboard of %s", course)
                        .isEqualTo(records.count(
                                "select count(*) from event where tenant = ? and type = 'gopro.LessonCompleted' and data->>'course' = ?",
                                tenant,
                                course)));
    }

    /**
     * Redis has a copy of each row, of the epoch that is, and it is the row. A copy that Redis forgot, or that is of an ended epoch,
     * has to be there again once the row was read.
     */
    private void redisIsTheProjection() throws IOException {
        try (RedisCopies redis = new RedisCopies(cluster.redisAddress())) {
            Awaitility.await("Redis is the projection")
                    .atMost(SETTLED_WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        List<String> absent = new ArrayList<>();
                        List<String> other = new ArrayList<>();
                        for (String[] row : someRows()) {
                            var copy = redis.of(tenant + "/" + row[0]);
                            if (copy.isEmpty()) {
                                absent.add(row[0]);
                                caller.get("/api/v1/views/" + row[0]).isStatus(200);
                            } else if (!copy.get().equals(new RedisCopies.Copy(row[1], row[2]))) {
                                other.add(row[0] + ": " + copy.get().version() + " for " + row[1]);
                            }
                        }
                        assertThat(other).as("copies that are not their row").isEmpty();
                        assertThat(absent)
                                .as("rows that were read and have no copy")
                                .isEmpty();
                    });
        }
    }

    /** The same rows at each call, as they are now: name, version, body. */
    private List<String[]> someRows() {
        return records
                .texts(
                        "select view || '/' || key || ' ' || version || ' ' || body::text from view_row"
                                + " where tenant = ? and body is not null order by md5(view || key) limit 300",
                        tenant)
                .stream()
                .map(row -> row.split(" ", 3))
                .toList();
    }

    /** What was pushed came in order and whole, or its lack was told; and the newest has come. */
    private void heardAll(Listening listener) {
        Awaitility.await("the newest version of " + listener.key() + " has come")
                .atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat(List.of(listener.heard().version()))
                        .as("version that the listener to %s:%s knows of", listener.view(), listener.key())
                        .isEqualTo(records
                                .texts(
                                        "select coalesce(max(version), 0) from view_row where tenant = ? and view = ? and key = ?",
                                        tenant,
                                        listener.view(),
                                        listener.key())
                                .stream()
                                .map(Long::valueOf)
                                .toList()));
        assertThat(listener.heard().broken())
                .as("what the hub did against its word")
                .isEmpty();
    }

    /** What each node answers now, without any token, is the row. */
    private void readsAreTrue(List<Listening> listeners) {
        for (Node node : cluster.nodes()) {
            Caller there = cluster.caller(node, "ann", tenant);
            for (Listening listener : listeners) {
                Awaitility.await("reads are true").atMost(SETTLED_WITHIN).untilAsserted(() -> {
                    Answer read = there.view(listener.view(), listener.key()).isStatus(200);
                    assertThat(read.json().toString())
                            .as("%s:%s at %s", listener.view(), listener.key(), node.name())
                            .isEqualTo(Caller.normalized(records.texts(
                                            "select body::text from view_row where tenant = ? and view = ? and key = ?",
                                            tenant,
                                            listener.view(),
                                            listener.key())
                                    .get(0)));
                });
            }
        }
    }

    private static String summary(Load load) {
        List<Listening> listeners = load.listeners();
        return "holds: %d requests, %d commands acknowledged, %d reads (%d failed), %d pushes, %d recoveries, %d gaps told, %d versions left out"
                .formatted(
                        load.sent().size(),
                        load.acknowledged().size(),
                        load.reads().size(),
                        load.reads().stream().filter(r -> r.failed()).count(),
                        listeners.stream()
                                .mapToInt(listener -> listener.heard().pushes())
                                .sum(),
                        listeners.stream()
                                .mapToInt(listener -> listener.heard().recoveries())
                                .sum(),
                        listeners.stream()
                                .mapToInt(listener -> listener.heard().told())
                                .sum(),
                        listeners.stream()
                                .mapToLong(listener -> listener.heard().leftOut())
                                .sum());
    }
}
