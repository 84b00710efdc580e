package io.universalmiddleware.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.launcher.demo.EventsTopic.Published;
import io.universalmiddleware.launcher.demo.Truth.Event;
import io.universalmiddleware.launcher.demo.Truth.Row;
import io.universalmiddleware.launcher.demo.Watched.Push;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The comparison at the end: what was acknowledged is in PostgreSQL, once; Kafka carried each event, in order per aggregate;
 * Redis holds the rows that PostgreSQL has; the watched channel got every change without a gap.
 *
 * <p>Each check waits a while for what is still under way, then gives its finding.
 */
final class Agreement {
    private static final long POLL_MILLIS = 250;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Truth truth;
    private final Ledger ledger;
    private final Duration underWay;

    /** @param underWay how long a check waits for what may still come */
    Agreement(Truth truth, Ledger ledger, Duration underWay) {
        this.truth = truth;
        this.ledger = ledger;
        this.underWay = underWay;
    }

    /**
     * What a check found.
     *
     * @param complaint empty when all agrees
     */
    record Finding(String store, String found, String complaint) {
        boolean agrees() {
            return complaint.isEmpty();
        }
    }

    Finding postgres() {
        List<UUID> commands = ledger.commands();
        return eventually(() -> {
            Map<String, Long> statuses = truth.statuses(commands);
            long completed = truth.events(commands).stream()
                    .filter(event -> event.type().equals("gopro.LessonCompleted"))
                    .map(Event::command)
                    .distinct()
                    .count();
            String found = "%d commands acknowledged, %s; %d lessons completed"
                    .formatted(commands.size(), statuses, completed);
            if (statuses.getOrDefault("succeeded", 0L) != commands.size()) {
                return new Finding("PostgreSQL", found, "not every acknowledged command succeeded");
            }
            return new Finding(
                    "PostgreSQL",
                    found,
                    completed == ledger.lessons() ? "" : ledger.lessons() + " lessons were acknowledged");
        });
    }

    Finding views() {
        return eventually(() -> {
            Map<String, Row> rows = truth.progress(ledger.enrolments());
            List<String> wrong = new ArrayList<>();
            for (String key : ledger.enrolments()) {
                if (!completed(rows.get(key)).equals(ledger.lessons(key))) {
                    wrong.add(key);
                }
            }
            return new Finding("Views", rows.size() + " rows of progress show every lesson", some(wrong, "differ"));
        });
    }

    /** @param topic stands where this run began */
    Finding kafka(EventsTopic topic) {
        List<Event> expected = truth.events(ledger.commands());
        Set<String> known =
                expected.stream().map(event -> event.id().toString()).collect(Collectors.toSet());
        Map<String, List<Long>> order = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Finding finding = eventually(() -> {
            topic.readOn(published -> note(published, known, seen, order));
            List<String> missing =
                    known.stream().filter(id -> !seen.contains(id)).toList();
            return new Finding("Kafka", seen.size() + " events, in order per aggregate", some(missing, "are missing"));
        });
        List<String> disordered = order.entrySet().stream()
                .filter(aggregate -> !aggregate
                        .getValue()
                        .equals(aggregate.getValue().stream().sorted().toList()))
                .map(Map.Entry::getKey)
                .toList();
        return finding.agrees()
                ? new Finding(finding.store(), finding.found(), some(disordered, "are out of order"))
                : finding;
    }

    private static void note(Published published, Set<String> known, Set<String> seen, Map<String, List<Long>> order) {
        if (known.contains(published.id()) && seen.add(published.id())) {
            order.computeIfAbsent(published.aggregate(), key -> new ArrayList<>())
                    .add(Long.valueOf(published.sequence()));
        }
    }

    /** @param prefix of the copies' keys, up to the view's name */
    Finding redis(URI url, String prefix) {
        return eventually(() -> {
            Map<String, Row> rows = truth.progress(ledger.enrolments());
            List<String> wrong = new ArrayList<>();
            try (RedisConnection redis = new RedisConnection(url)) {
                for (Map.Entry<String, Row> row : rows.entrySet()) {
                    List<Optional<String>> copy = redis.hashFields(prefix + "progress/" + row.getKey(), "v", "b");
                    if (!same(row.getValue(), copy)) {
                        wrong.add(row.getKey());
                    }
                }
            } catch (IOException e) {
                return new Finding("Redis", "no answer", e.toString());
            }
            return new Finding(
                    "Redis", rows.size() + " rows of progress, as PostgreSQL has them", some(wrong, "differ"));
        });
    }

    private static boolean same(Row row, List<Optional<String>> copy) throws IOException {
        return copy.get(0).equals(Optional.of(Long.toString(row.version())))
                && copy.get(1).isPresent()
                && JSON.readTree(copy.get(1).get()).equals(JSON.readTree(row.body()));
    }

    /** @param key of the watched row */
    Finding pushes(Watched watched, String key) {
        return eventually(() -> {
            List<Push> pushes = watched.pushes();
            String found = pushes.size() + " of the watched learner, each once and in order";
            if (pushes.isEmpty()) {
                return new Finding("Pushes", found, "none arrived");
            }
            for (int i = 1; i < pushes.size(); i++) {
                if (pushes.get(i).offset() != pushes.get(i - 1).offset() + 1) {
                    return new Finding(
                            "Pushes",
                            found,
                            "offset %d follows %d"
                                    .formatted(
                                            pushes.get(i).offset(),
                                            pushes.get(i - 1).offset()));
                }
            }
            Row row = truth.progress(List.of(key)).get(key);
            JsonNode last = JSON.readTree(pushes.get(pushes.size() - 1).data());
            boolean same = row != null && last.equals(JSON.readTree(row.body()));
            return new Finding("Pushes", found, same ? "" : "the last one is not the row that PostgreSQL has");
        });
    }

    private static Set<String> completed(@Nullable Row row) throws IOException {
        Set<String> lessons = new HashSet<>();
        if (row != null) {
            JSON.readTree(row.body()).path("completed").forEach(lesson -> lessons.add(lesson.asText()));
        }
        return lessons;
    }

    private static String some(List<String> wrong, String what) {
        return wrong.isEmpty() ? "" : "%d %s, for instance %s".formatted(wrong.size(), what, wrong.get(0));
    }

    private Finding eventually(Check check) {
        long deadline = System.nanoTime() + underWay.toNanos();
        while (true) {
            try {
                Finding finding = check.look();
                if (finding.agrees() || System.nanoTime() > deadline) {
                    return finding;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (IOException e) {
                throw new DemoException("a row is no JSON: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoException("interrupted", e);
            }
        }
    }

    @FunctionalInterface
    private interface Check {
        Finding look() throws IOException;
    }
}
