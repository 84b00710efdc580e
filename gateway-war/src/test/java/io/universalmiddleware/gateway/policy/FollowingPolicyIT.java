package io.universalmiddleware.gateway.policy;

import static io.universalmiddleware.gateway.policy.Policies.asks;
import static io.universalmiddleware.gateway.policy.PolicyFixture.OLGA;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.policy.DecidingNode;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.UnknownPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class FollowingPolicyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Input READS = asks("shop", "ann", "user", "readView");
    private static final Input MALLORY = asks("shop", "mallory", "user", "readView");

    private final PolicyFixture fixture;
    private final List<FollowingPolicy> followers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Decisions one = Policies.decisions(new UnknownPolicy());
    private final Decisions two = Policies.decisions(new UnknownPolicy());

    FollowingPolicyIT(PostgresBackend postgres) {
        fixture = new PolicyFixture(postgres);
    }

    @AfterEach
    void close() throws InterruptedException {
        followers.forEach(FollowingPolicy::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        fixture.close();
    }

    @Test
    void beforeItKnowsWhatIsActiveEverythingIsDeniedUndecided() {
        assertThat(one.decide(READS).outcome()).isEqualTo(Decision.Outcome.FAILED);
        assertThat(one.now(READS)).isEmpty();

        FollowingPolicy follower = follow(fixture.source(), one, "one");

        assertThat(follower.served().await(0, PATIENCE)).isTrue();
        assertThat(one.decide(READS).allowed()).isTrue();
    }

    @Test
    void everyNodeDecidesByWhatIsActivatedAndByWhatWasRolledBackTo() {
        follow(fixture.source(), one, "one");
        follow(fixture.source(), two, "two");

        long office = activated(Policies.content(Policies.office(), null, "[]"), 0);
        for (Decisions node : List.of(one, two)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> node.decide(READS)
                            .equals(new Decision(Decision.Outcome.ALLOWED, "by the office's policy")));
            assertThat(node.decide(MALLORY).outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(node.decide(asks("shop", "victor", "nothing", "createTenant"))
                            .allowed())
                    .isTrue();
        }

        long grants = activated(Policies.content(null, Policies.WITHOUT_VIEWS, "[]"), office);
        for (Decisions node : List.of(one, two)) {
            Awaitility.await().atMost(PATIENCE).until(() -> !node.decide(READS).allowed());
            assertThat(node.decide(asks("shop", "ann", "user", "submitCommand")).allowed())
                    .isTrue();
        }

        activate(0, grants);
        for (Decisions node : List.of(one, two)) {
            Awaitility.await().atMost(PATIENCE).until(() -> node.decide(READS).allowed());
            assertThat(node.decide(MALLORY).allowed()).isTrue();
        }
    }

    @Test
    void aVersionThatCannotBeLoadedIsRefusedAndTheOneBeforeStays() {
        long office = activated(Policies.content(Policies.office(), null, "[]"), 0);
        FollowingPolicy follower = follow(fixture.source(), one, "one");
        assertThat(follower.served().await(1, PATIENCE)).isTrue();

        long broken = activated(Policies.content("\0asm, or so".getBytes(StandardCharsets.UTF_8), null, "[]"), office);

        assertThat(follower.served().await(2, PATIENCE)).isFalse();
        assertThat(follower.served().revision()).isEqualTo(1);
        assertThat(follower.served().problem()).contains("version " + broken);
        assertThat(one.decide(READS).allowed()).isTrue();
        assertThat(one.decide(MALLORY).outcome()).isEqualTo(Decision.Outcome.DENIED);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            DecidingNode told = fixture.nodes(StoredPolicySource::nodes).get(0);
            assertThat(told.activation()).isEqualTo(1);
            assertThat(told.problem()).contains("version " + broken);
        });
        activate(0, broken);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> one.decide(MALLORY).allowed() && follower.served().problem() == null);
    }

    @Test
    void withTheDatabaseAwayItDecidesAsBefore() {
        long office = activated(Policies.content(Policies.office(), null, "[]"), 0);
        Failing source = new Failing(fixture.source());
        FollowingPolicy follower = follow(source, one, "one");
        assertThat(follower.served().await(1, PATIENCE)).isTrue();

        source.away = true;
        activate(0, office);
        Awaitility.await().atMost(PATIENCE).until(() -> source.failed > 1);

        assertThat(one.decide(MALLORY).outcome()).isEqualTo(Decision.Outcome.DENIED);
        source.away = false;
        Awaitility.await().atMost(PATIENCE).until(() -> one.decide(MALLORY).allowed());
    }

    @Test
    void aModuleIsRefusedWhereAServerEvaluatesThePolicyAndGrantsAreNot() {
        FollowingPolicy follower = follow(new FollowingPolicy(fixture.source(), one, Policies.PLATFORMS, false, "one"));
        long grants = activated(Policies.content(null, Policies.WITHOUT_VIEWS, "[]"), 0);
        assertThat(follower.served().await(1, PATIENCE)).isTrue();

        activated(Policies.content(Policies.office(), null, "[]"), grants);

        assertThat(follower.served().await(2, PATIENCE)).isFalse();
        assertThat(one.decide(READS).allowed()).isFalse();
    }

    private FollowingPolicy follow(PolicySource source, Decisions decisions, String node) {
        return follow(new FollowingPolicy(source, decisions, Policies.PLATFORMS, true, node));
    }

    private FollowingPolicy follow(FollowingPolicy follower) {
        Thread thread = new Thread(follower);
        thread.start();
        followers.add(follower);
        threads.add(thread);
        return follower;
    }

    private long activated(PolicyContent content, long replaces) {
        long version =
                fixture.storing(store -> store.create(OLGA, content)).policy().version();
        activate(version, replaces);
        return version;
    }

    private void activate(long version, long replaces) {
        fixture.storing(store -> store.activate(OLGA, version, version == 0 ? 0 : 1, replaces, null));
    }

    /** A source that can be away. */
    private static final class Failing implements PolicySource {
        private final PolicySource source;
        private volatile boolean away;
        private volatile int failed;

        Failing(PolicySource source) {
            this.source = source;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // by the follower alone
        public Optional<PolicyActivation> last() {
            if (away) {
                failed++;
                throw new IllegalStateException("away");
            }
            return source.last();
        }

        @Override
        public Optional<PolicyVersion> version(long number) {
            return source.version(number);
        }

        @Override
        public void report(String node, long activation, @Nullable String problem) {
            source.report(node, activation, problem);
        }

        @Override
        public void leave(String node) {
            source.leave(node);
        }
    }
}
