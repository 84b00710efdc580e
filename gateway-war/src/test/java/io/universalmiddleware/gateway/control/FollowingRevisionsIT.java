package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.definition.Definitions;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Backends.class)
class FollowingRevisionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Definitions> served = Collections.synchronizedList(new ArrayList<>());
    private final List<Runnable> stops = new ArrayList<>();

    @TempDir
    private Path directory;

    private ControlFixture control;
    private volatile String refused = "none";

    @BeforeEach
    void open(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        stops.forEach(Runnable::run);
        control.close();
    }

    @Test
    void servesEachRevisionThatIsCommitted() {
        tenant("one");
        FollowingRevisions following = follow(control.source());
        assertThat(following.served().await(1, PATIENCE)).isTrue();

        long second = tenant("two");
        following.signal();

        assertThat(following.served().await(second, PATIENCE)).isTrue();
        assertThat(last().tenants()).extracting("slug").containsExactly("one", "two");
    }

    @Test
    void whatDidNotChangeIsTheSameObject() {
        tenant("one");
        FollowingRevisions following = follow(control.source());
        following.served().await(1, PATIENCE);
        Definitions before = last();

        long second = tenant("two");
        following.served().await(second, PATIENCE);

        assertThat(last().tenants().get(0)).isSameAs(before.tenants().get(0));
    }

    @Test
    void aRevisionThatCannotBeServedIsRefusedAndTheOneBeforeStays() {
        tenant("one");
        FollowingRevisions following = follow(control.source());
        following.served().await(1, PATIENCE);
        refused = "two";

        long second = tenant("two");

        assertThat(following.served().await(second, PATIENCE)).isFalse();
        assertThat(following.served().problem()).contains("two");
        assertThat(following.served().revision()).isEqualTo(1);
        refused = "none";
        long third = tenant("three");
        assertThat(following.served().await(third, PATIENCE)).isTrue();
        assertThat(following.served().problem()).isNull();
        assertThat(last().tenants()).hasSize(3);
    }

    @Test
    void withTheStoreAwayItStartsWithWhatItServedLast() {
        long revision = tenant("one");
        FollowingRevisions before = follow(control.source());
        before.served().await(revision, PATIENCE);
        stop();

        served.clear();
        FollowingRevisions after = follow(new Away());

        assertThat(after.served().await(revision, PATIENCE)).isTrue();
        assertThat(last().tenants()).extracting("slug").containsExactly("one");
    }

    @Test
    void followsADatabaseThatWasSetBack() {
        tenant("one");
        FollowingRevisions following = follow(control.source());
        assertThat(following.served().await(tenant("two"), PATIENCE)).isTrue();

        control.empty();
        tenant("three");

        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(last().tenants()).extracting("slug").containsExactly("three"));
    }

    @Test
    void aDamagedFileIsNotTaken() throws IOException {
        long revision = tenant("one");
        follow(control.source()).served().await(revision, PATIENCE);
        stop();
        Path file = directory.resolve("snapshot");
        String kept = Files.readString(file);
        Files.writeString(file, kept.replace("\"one\"", "\"two\""));

        assertThat(readFile()).isEmpty();
        Files.writeString(file, kept.substring(0, kept.length() / 2));
        assertThat(readFile()).isEmpty();
        Files.writeString(file, "");
        assertThat(readFile()).isEmpty();
        assertThat(follow(new Away()).served().any()).isFalse();
        Files.writeString(file, kept);
        assertThat(readFile())
                .hasValueSatisfying(read -> assertThat(read.revision()).isEqualTo(revision));
    }

    @Test
    void aNodeTellsWhatItServesUntilItLeaves() {
        long revision = tenant("one");
        FollowingRevisions following = follow(control.source());
        following.served().await(revision, PATIENCE);

        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(control.<Told.Nodes>history(h -> h.nodes(OPERATOR))
                                .nodes())
                        .singleElement()
                        .satisfies(node -> {
                            assertThat(node.node()).isEqualTo("node");
                            assertThat(node.revision()).isEqualTo(revision);
                            assertThat(node.live()).isTrue();
                        }));
        stop();
        assertThat(control.<Told.Nodes>history(h -> h.nodes(OPERATOR)).nodes()).isEmpty();
    }

    @Test
    void manyChangesAreServedToTheLastOfThem() {
        tenant("one");
        FollowingRevisions following = follow(control.source());
        following.served().await(1, PATIENCE);
        long revision = 1;
        for (int i = 0; i < 300; i++) {
            revision = control.<Long>changing(c -> c.create(
                            OPERATOR,
                            Kind.LIMIT,
                            document("{\"tenant\":\"one\",\"name\":\"l" + served.size() + "-" + System.nanoTime()
                                    + "\",\"requests\":1,\"per\":\"1m\"}"))
                    .revision());
            following.signal();
        }

        assertThat(following.served().await(revision, PATIENCE)).isTrue();
        assertThat(last().limits()).hasSize(300);
        assertThat(served).hasSizeLessThanOrEqualTo(302);
    }

    private FollowingRevisions follow(RevisionSource source) {
        FollowingRevisions following = new FollowingRevisions(
                source,
                definitions -> {
                    if (definitions.tenants().stream()
                            .anyMatch(tenant -> tenant.slug().equals(refused))) {
                        throw new IllegalArgumentException("no such thing as " + refused);
                    }
                    served.add(definitions);
                },
                Optional.of(new LastGoodFile(directory.resolve("snapshot"), new ObjectMapper())),
                "node",
                Duration.ofMillis(20),
                Clock.systemUTC());
        Thread thread = new Thread(following);
        thread.start();
        stops.add(() -> {
            following.stop();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        return following;
    }

    private void stop() {
        stops.forEach(Runnable::run);
        stops.clear();
    }

    private Definitions last() {
        return served.get(served.size() - 1);
    }

    private Optional<LastGoodFile.Kept> readFile() {
        try {
            return new LastGoodFile(directory.resolve("snapshot"), new ObjectMapper()).read();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private long tenant(String slug) {
        return control.<Long>changing(
                c -> c.create(OPERATOR, Kind.TENANT, document("{\"slug\":\"" + slug + "\",\"name\":\"x\"}"))
                        .revision());
    }

    /** A store that cannot be reached. */
    private static final class Away implements RevisionSource {
        @Override
        public Standing standing() {
            throw new IllegalStateException("away");
        }

        @Override
        public long last() {
            throw new IllegalStateException("away");
        }

        @Override
        public List<Revision> after(long number, int limit) {
            throw new IllegalStateException("away");
        }

        @Override
        public int report(String node, long revision, @Nullable String problem, Instant startedAt) {
            throw new IllegalStateException("away");
        }

        @Override
        public void leave(String node) {
            throw new IllegalStateException("away");
        }
    }
}
