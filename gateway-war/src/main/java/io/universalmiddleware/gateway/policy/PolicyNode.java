package io.universalmiddleware.gateway.policy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.Served;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Grants;
import io.universalmiddleware.policy.PolicyEngine;
import io.universalmiddleware.policy.PolicySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** By which version of the policy this process decides. */
@ApplicationScoped
public class PolicyNode {
    private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(10);

    private StoredPolicySource source;
    private Decisions decisions;
    private PolicyEngine platforms;
    private Settings settings;
    private Served ignoring;
    private volatile @Nullable FollowingPolicy following;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyNode() {}

    @Inject
    public PolicyNode(
            StoredPolicySource source,
            Decisions decisions,
            PolicyEngine platforms,
            Settings settings,
            MeterRegistry meters) {
        this.source = source;
        this.decisions = decisions;
        this.platforms = platforms;
        this.settings = settings;
        this.ignoring = new Served();
        Gauge.builder("um.policy.activation", () -> served().revision())
                .description(
                        "Activation of the policy that decides; 0 for what comes with the platform, -1 before any is known")
                .register(meters);
        Gauge.builder("um.policy.refused", () -> served().problem() == null ? 0 : 1)
                .description(
                        "1 while this process cannot load the active version of the policy and decides by an earlier one")
                .register(meters);
    }

    /** What is to be run so that this process decides by the active version; at once and for good by the platform's own, if that is set. */
    Runnable begin(String name) {
        if (settings.get(VersionSettings.IGNORE)) {
            decisions.policy(platforms, Grants.builtIn());
            ignoring.serves(0);
            return () -> {};
        }
        FollowingPolicy made =
                new FollowingPolicy(source, decisions, platforms, PolicySettings.evaluates(settings), name);
        following = made;
        return made;
    }

    void end() {
        FollowingPolicy running = following;
        if (running != null) {
            running.stop();
        }
    }

    /** The activation by which it decides, and why by no later one. */
    Served served() {
        FollowingPolicy running = following;
        return running == null ? ignoring : running.served();
    }

    /** Waits until this process decides by an activation, or refuses it, for a bounded time. */
    void awaitActive(long activation) {
        FollowingPolicy running = following;
        if (running != null) {
            running.signal();
            running.served().await(activation, ACTIVE_WITHIN);
        }
    }
}
