package io.universalmiddleware.gateway.policy;

import static io.universalmiddleware.gateway.policy.Policies.asks;
import static io.universalmiddleware.gateway.policy.PolicyFixture.OLGA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.policy.Decisions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class ActivatingIT {
    private static final Settings EMBEDDED = new Settings(key -> Optional.empty());
    private static final Settings OPA =
            new Settings(key -> key.equals("um.policy.engine") ? Optional.of("opa") : Optional.empty());

    private final PolicyFixture fixture;
    private final Decisions decisions = Policies.decisions(Policies.PLATFORMS);

    ActivatingIT(PostgresBackend postgres) {
        fixture = new PolicyFixture(postgres);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void activatesWhatNothingSpeaksAgainst() {
        long version = create(Policies.content(Policies.office(), Policies.WITHOUT_VIEWS, """
                [{"name":"no views","input":{"tenant":"shop","roles":["user"],"action":"readView"},"allow":false}]"""));

        assertThat(activate(EMBEDDED, "olga", version, 0).version()).isEqualTo(version);
        assertThat(activate(EMBEDDED, "olga", 0, version).number()).isEqualTo(2);
    }

    @Test
    void aTestCaseThatDoesNotPassSpeaksAgainstIt() {
        long version = create(Policies.content(null, null, """
                [{"name":"views","input":{"tenant":"shop","roles":["user"],"action":"readView"},"allow":false}]"""));

        assertThatThrownBy(() -> activate(EMBEDDED, "olga", version, 0))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.message()).isEqualTo("views: allowed")));
        assertThat(fixture.activations()).isEmpty();
    }

    @Test
    void nobodyLocksThemselvesOut() {
        long empty = create(Policies.content(null, "{\"roles\":{}}", "[]"));
        long office = create(Policies.content(Policies.office(), "{\"roles\":{}}", "[]"));

        StoringPoliciesIT.refuses(409, () -> activate(EMBEDDED, "olga", empty, 0));
        StoringPoliciesIT.refuses(409, () -> activate(EMBEDDED, "olga", office, 0));
        assertThat(fixture.activations()).isEmpty();
        assertThat(activate(EMBEDDED, "victor", office, 0).version())
                .as("of whom the office thinks otherwise")
                .isEqualTo(office);
        assertThat(activate(EMBEDDED, "olga", 0, office).version()).isZero();
    }

    @Test
    void replacesNothingButTheVersionThatOneKnows() {
        long version = create(Policies.content(null, null, "[]"));

        StoringPoliciesIT.refuses(412, () -> activate(EMBEDDED, "olga", version, 7));
        StoringPoliciesIT.refuses(404, () -> activate(EMBEDDED, "olga", 4711, 0));
        assertThat(fixture.activations()).isEmpty();
    }

    @Test
    void aModuleIsNoMatterOfAServerThatHasItsOwn() {
        long module = create(Policies.content(Policies.office(), null, "[]"));
        long grants = create(Policies.content(null, Policies.WITHOUT_VIEWS, "[]"));

        StoringPoliciesIT.refuses(409, () -> activate(OPA, "olga", module, 0));
        assertThat(activate(OPA, "olga", grants, 0).version()).isEqualTo(grants);
    }

    private long create(PolicyContent content) {
        return fixture.storing(store -> store.create(OLGA, content)).policy().version();
    }

    private PolicyActivation activate(Settings settings, String user, long version, long replaces) {
        return fixture.activating(
                decisions,
                settings,
                activating -> activating.activate(
                        OLGA, asks("operator", user, "admin", "activatePolicy"), version, replaces, "for a test"));
    }
}
