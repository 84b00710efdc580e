package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.stores.ServerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What holds when parts are killed under a light load. Each run prints its seed; {@code -Dseed=…} repeats one.
 *
 * <p>Times to recover are printed; their bounds leave room for a machine that is busy with a build.
 */
@BootedProduct("faults")
class FaultsE2E {
    private static final Duration SERVING_AGAIN = Duration.ofSeconds(60);

    private final Product product;
    private final String tenant;
    private final Caller caller;
    private final Checker checker;
    private final Random random;

    FaultsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.caller = product.caller("ann", tenant);
        this.checker = new Checker(product, caller, tenant);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FaultsE2E seed=" + seed);
        this.random = new Random(seed);
    }

    @Test
    void aServerKilledMidLoadLosesNothingAndDoublesNothing() throws Exception {
        try (Load load = Load.on(caller)) {
            for (int kill = 0; kill < 2; kill++) {
                loadRunsFor(1_500 + random.nextInt(2_000));
                product.stack().platform().kill();
                Duration took = timed(() -> product.stack().platform().start());
                System.out.println("server serving again after " + took.toMillis() + " ms");
                assertThat(took).isLessThan(SERVING_AGAIN);
            }
            loadRunsFor(1_500);
            load.close();
            checker.holds(load);
        }
    }

    @Test
    void withPostgresKilledNothingIsAcknowledgedAndAllComesBackByItself() throws Exception {
        ServerProcess postgres = product.stack().postgres().orElseThrow();
        try (Load load = Load.on(caller);
                Watch watch = new Watch()) {
            loadRunsFor(1_000 + random.nextInt(1_000));
            postgres.kill();
            long down = System.currentTimeMillis();
            loadRunsFor(3_000);
            Answer refused = caller.submit("gopro.CreateCourse", School.freshSlug(), School.course("one"));
            refused.isProblem(503, "unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(load.acknowledged().stream().filter(s -> s.at().toEpochMilli() > down))
                    .isEmpty();
            assertThat(new Caller(product.edge(), null).get("/health/ready").status())
                    .isEqualTo(503);
            assertThat(new Caller(product.edge(), null).get("/health/live").status())
                    .isEqualTo(200);

            postgres.start();
            servesAgainWithin(Duration.ofSeconds(30), load);
            loadRunsFor(1_000);
            load.close();
            checker.holds(load);
            watch.check();
        }
    }

    @Test
    void withKafkaKilledCommandsAreAcceptedAndDrainedAfterwards() throws Exception {
        ServerProcess kafka = product.stack().kafka().orElseThrow();
        try (Load load = Load.on(caller);
                Watch watch = new Watch()) {
            loadRunsFor(1_000 + random.nextInt(1_000));
            kafka.kill();
            long before = load.acknowledged().size();
            loadRunsFor(8_000);
            assertThat(load.acknowledged().size())
                    .as("accepted while Kafka was away")
                    .isGreaterThan((int) before + 50);
            assertThat(load.sent()).as("no request failed").allMatch(Sent::acknowledged);

            Duration took = timed(() -> {
                kafka.start();
                loadRunsFor(1_000);
                load.close();
                checker.everythingSettles();
            });
            System.out.println("drained after " + took.toMillis() + " ms");
            assertThat(took).isLessThan(Duration.ofSeconds(40));
            checker.holds(load);
            watch.check();
        }
    }

    @Test
    void withRedisKilledReadsComeFromPostgres() throws Exception {
        ServerProcess redis = product.stack().redis().orElseThrow();
        try (Load load = Load.on(caller);
                Watch watch = new Watch()) {
            loadRunsFor(1_000 + random.nextInt(1_000));
            redis.kill();
            int errors = 0;
            for (int i = 0; i < 100; i++) {
                Answer read = caller.view("progress", watch.key);
                errors += read.status() == 200 ? 0 : 1;
            }
            assertThat(errors).as("failed reads of 100 while Redis was away").isLessThanOrEqualTo(1);
            Answer written = watch.completeNext();
            assertThat(caller.view("progress", watch.key, "Consistency-Token", written.header("Consistency-Token"))
                            .isStatus(200)
                            .json()
                            .path("completed")
                            .size())
                    .isEqualTo(watch.done);
            redis.start();
            loadRunsFor(2_000);
            load.close();
            assertThat(load.sent().stream().filter(s -> !s.acknowledged())).isEmpty();
            checker.holds(load);
            checker.readsAreTrue("progress", watch.key);
            watch.completeNext();
            watch.check();
        }
    }

    @Test
    void afterRedisForgotEverythingItIsRebuiltAndListenersAreToldOfTheGap() throws Exception {
        try (Load load = Load.on(caller);
                Watch watch = new Watch();
                RedisCopies redis =
                        new RedisCopies(URI.create(product.stack().addresses().redis()))) {
            watch.completeNext();
            watch.completeNext();
            loadRunsFor(500 + random.nextInt(1_000));
            redis.flushAll();
            watch.completeNext();
            loadRunsFor(1_500);
            load.close();
            assertThat(load.sent().stream().filter(s -> !s.acknowledged())).isEmpty();
            checker.holds(load);
            checker.readsAreTrue("progress", watch.key);
            watch.completeNext();
            watch.check();
        }
    }

    private void servesAgainWithin(Duration bound, Load load) {
        int before = load.acknowledged().size();
        Duration took = timed(() -> Awaitility.await("serves again")
                .atMost(bound)
                .until(() -> load.acknowledged().size() > before));
        System.out.println("serving again after " + took.toMillis() + " ms");
    }

    /** The fault comes after a while of load, whatever the load then is at. */
    private static void loadRunsFor(long millis) {
        Awaitility.await()
                .pollDelay(millis, TimeUnit.MILLISECONDS)
                .atMost(millis + 10_000, TimeUnit.MILLISECONDS)
                .until(() -> true);
    }

    private static Duration timed(Step step) {
        long begin = System.nanoTime();
        try {
            step.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private interface Step {
        void run() throws Exception;
    }

    /** One learner who is listened to through the hub all the while. */
    private final class Watch implements AutoCloseable {
        private final School school = new School(caller);
        private final String course = school.createdWith(20);
        private final String key = school.enrolled("watched", course);
        private final HubListener listener =
                HubListener.on(product.edge(), product.token("ann", tenant), "progress:" + key);
        private int done;

        Answer completeNext() {
            done++;
            return School.succeeds(school.complete("watched", course, "lesson-" + done));
        }

        void check() {
            if (done < 20) {
                completeNext();
            }
            checker.heardWithoutSilentGap(listener, key);
        }

        @Override
        public void close() {
            listener.close();
        }
    }
}
