package io.universalmiddleware.product.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.product.faults.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What Kafka holds of one tenant, read from outside, without a group. */
final class KafkaLog {
    private final Cluster cluster;
    private final String tenant;
    private final Instant since;

    /** @param since nothing of the tenant was published before */
    KafkaLog(Cluster cluster, String tenant, Instant since) {
        this.cluster = cluster;
        this.tenant = tenant;
        this.since = since;
    }

    /** Of each key the outbox's messages, each for the first time after those before it, and nothing else. */
    void holdsTheOutboxInOrder(Duration within) {
        for (String topic : List.of(Topics.COMMANDS, Topics.EVENTS)) {
            Map<String, List<String>> appended = outbox(topic);
            Awaitility.await("topic " + topic + " holds the outbox")
                    .atMost(within)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        Map<String, List<String>> published = published(topic);
                        List<String> wrong = appended.keySet().stream()
                                .filter(key -> !appended.get(key).equals(published.getOrDefault(key, List.of())))
                                .limit(3)
                                .map(key -> "%s: appended %s, published %s"
                                        .formatted(key, appended.get(key), published.get(key)))
                                .toList();
                        assertThat(wrong)
                                .as("keys of topic %s that are not their outbox", topic)
                                .isEmpty();
                        assertThat(published.keySet())
                                .as("keys of topic %s", topic)
                                .isEqualTo(appended.keySet());
                    });
        }
    }

    private Map<String, List<String>> outbox(String topic) {
        Map<String, List<String>> byKey = new TreeMap<>();
        cluster.records()
                .texts(
                        "select record_key || ' ' || id from outbox where topic = ? and record_key like ? order by seq",
                        topic,
                        tenant + "/%")
                .forEach(row -> {
                    String[] parts = row.split(" ", 2);
                    byKey.computeIfAbsent(parts[0], none -> new ArrayList<>()).add(parts[1]);
                });
        return byKey;
    }

    /** Ids of each key, in the order of their first publication. */
    private Map<String, List<String>> published(String topic) {
        Map<String, Set<String>> byKey = new HashMap<>();
        new TopicTail(cluster, topic, since)
                .read(
                        tenant,
                        found -> byKey.computeIfAbsent(found.key(), none -> new LinkedHashSet<>())
                                .add(new String(
                                        found.headers().lastHeader(Headers.ID).value(), StandardCharsets.UTF_8)));
        Map<String, List<String>> ids = new TreeMap<>();
        byKey.forEach((key, found) -> ids.put(key, List.copyOf(found)));
        return ids;
    }
}
