package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.persistence.policy.DecidingNode;
import io.universalmiddleware.persistence.policy.DecidingNodeRepository;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyActivationRepository;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import io.universalmiddleware.persistence.policy.PolicyVersionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL says is active, and what each process says of itself. */
@ApplicationScoped
public class StoredPolicySource implements PolicySource {
    private PolicyVersionRepository versions;
    private PolicyActivationRepository activations;
    private DecidingNodeRepository nodes;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoredPolicySource() {}

    @Inject
    StoredPolicySource(
            PolicyVersionRepository versions, PolicyActivationRepository activations, DecidingNodeRepository nodes) {
        this.versions = versions;
        this.activations = activations;
        this.nodes = nodes;
    }

    @Override
    @Transactional
    public Optional<PolicyActivation> last() {
        return activations.last();
    }

    @Override
    @Transactional
    public Optional<PolicyVersion> version(long number) {
        return versions.find(number);
    }

    @Override
    @Transactional
    public void report(String node, long activation, @Nullable String problem) {
        nodes.report(node, activation, problem);
    }

    @Override
    @Transactional
    public void leave(String node) {
        nodes.remove(node);
    }

    /** All processes that spoke in the last day, by name. */
    @Transactional
    public List<DecidingNode> nodes() {
        return nodes.all();
    }
}
