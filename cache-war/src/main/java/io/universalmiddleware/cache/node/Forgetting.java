package io.universalmiddleware.cache.node;

import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Forgets inbox rows and timeline entries that are older than their retention, a few at a time. */
@ApplicationScoped
public class Forgetting {
    private static final int AT_ONCE = 5000;

    private InboxRepository inbox;
    private TimelineRepository timeline;
    private CacheSettings settings;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Forgetting() {}

    @Inject
    public Forgetting(InboxRepository inbox, TimelineRepository timeline, CacheSettings settings, Clock clock) {
        this.inbox = inbox;
        this.timeline = timeline;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return whether there may be more */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean forgetSome() {
        Instant now = clock.instant();
        int messages = inbox.forget(now.minus(settings.inboxRetention()), AT_ONCE);
        int entries = timeline.forget(now.minus(settings.timelineRetention()), AT_ONCE);
        return messages == AT_ONCE || entries == AT_ONCE;
    }
}
