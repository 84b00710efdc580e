package io.universalmiddleware.gateway.webhook.sending;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.universalmiddleware.persistence.webhook.DeliveryLogRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;

/** Forgets deliveries that are older than their retention, a few at a time, and what was known of endpoints that are gone. */
@ApplicationScoped
public class Forgetting {
    private static final int AT_ONCE = 5000;

    private DeliveryLogRepository log;
    private Duration retention;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Forgetting() {}

    @Inject
    public Forgetting(DeliveryLogRepository log, Settings settings, Clock clock) {
        this.log = log;
        this.retention = WebhookSettings.from(settings).retention();
        this.clock = clock;
    }

    /** @return whether there may be more */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean forgetSome() {
        log.forgetEndpoints();
        return log.forget(clock.instant().minus(retention), AT_ONCE);
    }
}
