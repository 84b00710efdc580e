package io.universalmiddleware.gateway.policy;

import static io.universalmiddleware.gateway.policy.PolicyFixture.OLGA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.policy.StoringPolicies.Kept;
import io.universalmiddleware.persistence.policy.ListedVersion;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class StoringPoliciesIT {
    private static final PolicyContent CONTENT = Policies.content(null, Policies.WITHOUT_VIEWS, "[]");

    private final PolicyFixture fixture;

    StoringPoliciesIT(PostgresBackend postgres) {
        fixture = new PolicyFixture(postgres);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aDraftIsWrittenAnewOnlyAsItWasRead() {
        long version = create();

        Kept replaced = fixture.storing(
                store -> store.replace(OLGA, version, Policies.content(Policies.office(), null, "[]"), "\"1\""));

        assertThat(replaced.policy().isDraft()).isTrue();
        assertThat(replaced.policy().written().edition()).isEqualTo(2);
        assertThat(replaced.policy().content().module()).isEqualTo(Policies.office());
        assertThat(fixture.versions())
                .extracting(ListedVersion::moduleDigest)
                .containsExactly(Summary.digest(Policies.office()));
        refuses(412, () -> fixture.storing(store -> store.replace(OLGA, version, CONTENT, "\"1\"")));
        refuses(412, () -> fixture.storing(store -> store.delete(OLGA, version, "\"1\"")));
        assertThat(fixture.<Boolean>storing(store -> store.delete(OLGA, version, "\"2\"")))
                .isTrue();
        refuses(404, () -> fixture.storing(store -> store.find(version)));
        assertThat(fixture.audited(version))
                .containsExactly(
                        "operator/olga create-policy", "operator/olga replace-policy", "operator/olga delete-policy");
    }

    @Test
    void whatWasActiveStaysAsItWas() {
        long version = create();
        activate(version, 0);

        refuses(409, () -> fixture.storing(store -> store.replace(OLGA, version, CONTENT, null)));
        refuses(409, () -> fixture.storing(store -> store.delete(OLGA, version, null)));
        for (String statement : List.of(
                "UPDATE policy_version SET grants = NULL",
                "DELETE FROM policy_version",
                "TRUNCATE policy_version",
                "UPDATE policy_activation SET actor = 'nobody'",
                "DELETE FROM policy_activation",
                "TRUNCATE policy_activation")) {
            assertThatThrownBy(() -> fixture.database().transact(s -> s.update(statement, none -> {})))
                    .as(statement)
                    .isInstanceOf(SqlFault.class);
        }
        assertThat(fixture.storing(store -> store.find(version)).active()).isEqualTo(version);
    }

    @Test
    void theHistorySaysWhoActivatedWhatAndRollingBackIsAnActivation() {
        long first = create();
        long second = create();

        activate(first, 0);
        activate(second, first);
        activate(first, second);
        activate(0, first);

        assertThat(fixture.activations())
                .extracting(PolicyActivation::number, PolicyActivation::version, PolicyActivation::actor)
                .containsExactly(
                        tuple(4L, 0L, "operator/olga"),
                        tuple(3L, first, "operator/olga"),
                        tuple(2L, second, "operator/olga"),
                        tuple(1L, first, "operator/olga"));
        assertThat(fixture.audited(first))
                .containsExactly(
                        "operator/olga create-policy",
                        "operator/olga activate-policy",
                        "operator/olga activate-policy");
        assertThat(fixture.versions())
                .extracting(listed -> PolicyTold.brief(listed, 0).state())
                .containsOnly("superseded");
    }

    @Test
    void ofActivationsAtOnceThatReplaceTheSameOneSucceeds() throws Exception {
        List<Long> versions = IntStream.range(0, 8).mapToObj(i -> create()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = versions.stream()
                    .<Callable<Boolean>>map(version -> () -> succeeds(version))
                    .toList();
            int succeeded = 0;
            for (var done : threads.invokeAll(work)) {
                succeeded += done.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(fixture.activations()).hasSize(1);
    }

    @Test
    void refusesAnActivationOfWhatWasWrittenAnewOrIsNotThere() {
        long version = create();
        fixture.storing(store -> store.replace(OLGA, version, CONTENT, null));

        refuses(412, () -> fixture.storing(store -> store.activate(OLGA, version, 1, 0, null)));
        refuses(404, () -> fixture.storing(store -> store.activate(OLGA, 4711, 1, 0, null)));
        refuses(409, () -> fixture.storing(store -> store.activate(OLGA, 0, 0, 0, null)));
        assertThat(fixture.storing(StoringPolicies::last)).isEmpty();
        assertThat(fixture.audited(version)).doesNotContain("operator/olga activate-policy");
    }

    @Test
    void keepsABoundedNumberOfDrafts() {
        long first = create();
        for (int i = 1; i < 50; i++) {
            create();
        }
        refuses(409, this::create);

        activate(first, 0);

        assertThat(create()).isGreaterThan(first);
    }

    private long create() {
        return fixture.storing(store -> store.create(OLGA, CONTENT)).policy().version();
    }

    private void activate(long version, long replaces) {
        fixture.storing(store -> store.activate(OLGA, version, version == 0 ? 0 : 1, replaces, "for a test"));
    }

    private boolean succeeds(long version) {
        try {
            activate(version, 0);
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }

    static void refuses(int status, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(status));
    }
}
