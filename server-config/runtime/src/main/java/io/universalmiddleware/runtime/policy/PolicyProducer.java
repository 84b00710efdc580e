package io.universalmiddleware.runtime.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives what decides who may do what, one for all listeners of this process. */
@ApplicationScoped
public class PolicyProducer {
    @Produces
    @Singleton
    Decisions decisions(Settings settings, MeterRegistry meters) {
        return new Decisions(
                PolicySettings.engine(settings), PolicyData.builtIn(settings.get(OperatorTenant.SETTING)), meters);
    }
}
