package io.universalmiddleware.gateway.policy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.policy.DecidingNodeRepository;
import io.universalmiddleware.persistence.policy.ListedVersion;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyActivationRepository;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import io.universalmiddleware.persistence.policy.PolicyVersionRepository;
import io.universalmiddleware.persistence.policy.QuestionRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.policy.Decisions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The versions on a database of a test's own, each use case in a transaction as the container would give it. */
final class PolicyFixture implements AutoCloseable {
    static final Administrator OLGA = new Administrator("operator", "olga", true);

    private final TestDatabase database;
    private final Clock clock = Clock.systemUTC();

    PolicyFixture(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
        database.transact(s -> {
            triggers(s, "DISABLE");
            s.update("TRUNCATE policy_activation, policy_version, policy_node, policy_question", statement -> {});
            triggers(s, "ENABLE");
        });
    }

    private static void triggers(SqlSession session, String change) {
        for (String table : List.of("policy_activation", "policy_version")) {
            session.update("ALTER TABLE " + table + ' ' + change + " TRIGGER USER", statement -> {});
        }
    }

    <T> T storing(Function<StoringPolicies, T> work) {
        return database.inTransaction(s -> work.apply(storing(s)));
    }

    <T> T activating(Decisions decisions, Settings settings, Function<Activating, T> work) {
        return database.inTransaction(s -> {
            PolicyNode node =
                    new PolicyNode(stored(s), decisions, Policies.PLATFORMS, settings, new SimpleMeterRegistry());
            return work.apply(new Activating(storing(s), new Trying(decisions), node, settings));
        });
    }

    <T> T questions(Settings settings, Function<StoringQuestions, T> work) {
        return database.inTransaction(
                s -> work.apply(new StoringQuestions(new QuestionRepository(s), settings, clock)));
    }

    <T> T nodes(Function<StoredPolicySource, T> work) {
        return database.inTransaction(s -> work.apply(stored(s)));
    }

    List<PolicyActivation> activations() {
        return storing(store -> store.activations(Long.MAX_VALUE, 10));
    }

    List<ListedVersion> versions() {
        return storing(store -> store.before(Long.MAX_VALUE, 10));
    }

    /** What the audit says was done to a version, in its order. */
    List<String> audited(long version) {
        return database.inTransaction(s -> new AuditRepository(s)
                .of("policies/" + version).stream()
                        .map(entry -> entry.actor() + ' ' + entry.action())
                        .toList());
    }

    /** What is active, each call in a transaction. */
    PolicySource source() {
        return new PolicySource() {
            @Override
            public Optional<PolicyActivation> last() {
                return nodes(StoredPolicySource::last);
            }

            @Override
            public Optional<PolicyVersion> version(long number) {
                return nodes(stored -> stored.version(number));
            }

            @Override
            public void report(String node, long activation, @Nullable String problem) {
                nodes(stored -> {
                    stored.report(node, activation, problem);
                    return true;
                });
            }

            @Override
            public void leave(String node) {
                nodes(stored -> {
                    stored.leave(node);
                    return true;
                });
            }
        };
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }

    private StoringPolicies storing(SqlSession s) {
        return new StoringPolicies(
                new PolicyVersionRepository(s), new PolicyActivationRepository(s), new AuditRepository(s), clock);
    }

    private static StoredPolicySource stored(SqlSession s) {
        return new StoredPolicySource(
                new PolicyVersionRepository(s), new PolicyActivationRepository(s), new DecidingNodeRepository(s));
    }
}
