package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.PolicySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Activates a version once nothing speaks against it: this process can load it, its test cases pass, and who activates it may go on
 * changing policies by it, so that a mistake can be taken back.
 *
 * <p>The policy that comes with the platform is activated whatever it says.
 */
@ApplicationScoped
public class Activating {
    static final String AWAY = "The policies cannot be reached now.";

    /** What it takes to come back from a policy. */
    private static final List<String> NEEDED =
            List.of("activatePolicy", "createPolicy", "listPolicies", "readPolicy", "replacePolicy", "testPolicy");

    private StoringPolicies store;
    private Trying trying;
    private PolicyNode node;
    private boolean evaluates;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Activating() {}

    @Inject
    public Activating(StoringPolicies store, Trying trying, PolicyNode node, Settings settings) {
        this.store = store;
        this.trying = trying;
        this.node = node;
        this.evaluates = PolicySettings.evaluates(settings);
    }

    /**
     * Makes a version the active one, and waits a bounded time until this process decides by it.
     *
     * @param caller what the policy is asked about whoever activates it, of any operation
     * @throws ProblemException 404; 409 if something speaks against it; 412 if another version is active than they believe
     */
    PolicyActivation activate(Administrator by, Input caller, long version, long replaces, @Nullable String note) {
        long edition = version == 0 ? 0 : edition(version, caller);
        PolicyActivation made = Stored.call(AWAY, () -> store.activate(by, version, edition, replaces, note));
        node.awaitActive(made.number());
        return made;
    }

    private long edition(long version, Input caller) {
        PolicyVersion found = Stored.call(AWAY, () -> store.find(version)).policy();
        PolicyContent content = found.content();
        if (content.module() != null && !evaluates) {
            throw conflict(
                    "The policy is that of the server that um.policy.opa.url names: only grants can change.",
                    List.of());
        }
        TestReport report = trying.test(content);
        if (!report.passed()) {
            throw conflict(
                    "Its test cases do not pass.",
                    report.cases().stream()
                            .filter(result -> !result.passed())
                            .map(result -> new Violation("/tests", result.name() + ": " + result.outcome()))
                            .toList());
        }
        List<Input> denied = trying.denied(
                content, NEEDED.stream().map(action -> asking(caller, action)).toList());
        if (!denied.isEmpty()) {
            throw conflict(
                    "By it you could not change the policy again.",
                    denied.stream()
                            .map(input -> new Violation("/version", "you could not " + input.action()))
                            .toList());
        }
        return found.written().edition();
    }

    private static Input asking(Input caller, String action) {
        return new Input(caller.tenant(), caller.user(), caller.roles(), caller.scopes(), action, null);
    }

    private static ProblemException conflict(String detail, List<Violation> violations) {
        return new ProblemException(Problem.of(ProblemType.CONFLICT, detail, violations));
    }
}
