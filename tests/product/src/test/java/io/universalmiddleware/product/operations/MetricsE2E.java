package io.universalmiddleware.product.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The metrics tell what operators ask, in seconds and bytes, with labels that do not grow with the load. */
@BootedProduct
class MetricsE2E {
    private final Product product;
    private final String tenant;
    private final School school;

    MetricsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.school = new School(product.caller("ann", tenant));
    }

    @Test
    void tellsOfCommandsOutboxLagCacheAndHub() {
        String course = school.createdWith(10);
        school.enrolled("ann", course);
        school.enrol("ann", course);
        IntStream.rangeClosed(1, 10).forEach(i -> school.complete("ann", course, "lesson-" + i));
        Awaitility.await().until(() -> school.caller().view("course", course).status() == 200);
        school.caller().view("course", course);
        try (HubListener listener = HubListener.on(product.edge(), product.token("ann", tenant), "course:" + course)) {
            Awaitility.await().untilAsserted(this::toldOfEverything);
        }
    }

    private void toldOfEverything() {
        List<String> families = metrics().families();

        assertThat(families).as("commands").anyMatch(name -> name.startsWith("um_command"));
        assertThat(families).as("outbox age").anyMatch(name -> name.matches("um_outbox.*(age|lag).*"));
        assertThat(families)
                .as("outbox depth")
                .anyMatch(name -> name.matches("um_outbox.*(depth|pending|rows|size).*"));
        assertThat(families)
                .as("consumer lag")
                .anyMatch(name -> name.matches("um_.*(processor|consumer|projection).*lag.*"));
        assertThat(families).as("cache").anyMatch(name -> name.matches("um_(cache|view).*(read|hit|load).*"));
        assertThat(families).as("hub").anyMatch(name -> name.matches("um_hub_connections.*"));
        assertThat(metrics().samples().stream()
                        .filter(s -> s.name().startsWith("um_hub_connections"))
                        .mapToDouble(Metrics.Sample::value)
                        .max()
                        .orElse(0))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void commandsAreCountedByTheirOutcome() {
        double before = outcomes("succeeded");
        double failedBefore = outcomes("failed") + outcomes("rejected");
        String course = school.created("one");
        school.enrolled("ann", course);
        school.enrol("ann", course);

        Awaitility.await().untilAsserted(() -> {
            assertThat(outcomes("succeeded")).isGreaterThanOrEqualTo(before + 2);
            assertThat(outcomes("failed") + outcomes("rejected")).isGreaterThanOrEqualTo(failedBefore + 1);
        });
    }

    @Test
    void timesAreHistogramsInSecondsOfPlausibleSize() {
        school.created("one");
        // a page is no snapshot: what is counted meanwhile may be in one of its lines and not in another
        Awaitility.await().untilAsserted(this::timesArePlausible);
    }

    private void timesArePlausible() {
        Metrics metrics = metrics();
        List<String> times = metrics.types().entrySet().stream()
                .filter(type -> type.getKey().startsWith("um_") && type.getKey().endsWith("_seconds"))
                .filter(type -> !type.getValue().equals("gauge"))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(times).hasSizeGreaterThan(3);
        for (String name : times) {
            assertThat(metrics.types()).as(name).containsEntry(name, "histogram");
            assertThat(metrics.named(name + "_bucket")).as(name).isNotEmpty();
            double count = metrics.sum(name + "_count");
            if (count > 0) {
                // nanoseconds or milliseconds taken for seconds would make this at least a thousand times as much
                assertThat(metrics.sum(name + "_sum") / count)
                        .as("mean of %s", name)
                        .isBetween(0.0, 30.0);
                assertThat(sorted(metrics.named(name + "_bucket")))
                        .as("buckets of %s", name)
                        .allMatch(Double::isFinite);
            }
        }
        assertThat(metrics.types().keySet())
                .noneMatch(name -> name.startsWith("um_") && name.matches(".*(millis|nanos).*"));
    }

    /** The counts of one series by bucket, which must not fall. */
    private static List<Double> sorted(List<Metrics.Sample> buckets) {
        Map<Map<String, String>, TreeMap<Double, Double>> series = new java.util.HashMap<>();
        for (Metrics.Sample bucket : buckets) {
            Map<String, String> labels = new TreeMap<>(bucket.labels());
            String bound = labels.remove("le");
            double upTo = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
            series.computeIfAbsent(labels, l -> new TreeMap<>()).put(upTo, bucket.value());
        }
        series.values().forEach(counts -> {
            assertThat(List.copyOf(counts.values())).isSorted();
            assertThat(counts.lastKey()).isInfinite();
            // a bound beyond an hour is a unit that is wrong
            assertThat(counts.lowerKey(Double.POSITIVE_INFINITY)).isBetween(0.0001, 3600.0);
        });
        return buckets.stream().map(Metrics.Sample::value).toList();
    }

    @Test
    void noLabelHoldsAnIdOfAnything() {
        String course = school.created("one");
        Answer done = School.succeeds(school.enrol("ann", course));
        String page =
                new Caller(product.edge(), null).get("/metrics").isStatus(200).body();

        assertThat(page).doesNotContain(tenant, course, done.commandId());
        // of tenants' routes and origins there are as many as the tests before have made
        assertThat(metrics().samples())
                .filteredOn(sample -> !sample.labels().containsKey("tenant"))
                .hasSizeLessThan(5_000);
    }

    private double outcomes(String outcome) {
        return metrics().samples().stream()
                .filter(s -> s.name().startsWith("um_") && s.name().matches(".*(command|processor).*(_count|_total)"))
                .filter(s -> s.labels().containsValue(outcome))
                .mapToDouble(Metrics.Sample::value)
                .sum();
    }

    private Metrics metrics() {
        Answer answer = new Caller(product.edge(), null).get("/metrics").isStatus(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        return Metrics.parse(answer.body());
    }
}
