package io.universalmiddleware.runtime.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicyEngine;
import io.universalmiddleware.policy.PolicySettings;
import io.universalmiddleware.policy.UnknownPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives what decides who may do what, one for all listeners of this process. */
@ApplicationScoped
public class PolicyProducer {
    /** The engine for the policy that comes with the platform. */
    @Produces
    @Singleton
    PolicyEngine engine(Settings settings) {
        return PolicySettings.engine(settings);
    }

    /** Denies everything until it is told which policy is active. */
    @Produces
    @Singleton
    Decisions decisions(Settings settings, MeterRegistry meters) {
        return new Decisions(new UnknownPolicy(), PolicyData.builtIn(settings.get(OperatorTenant.SETTING)), meters);
    }
}
