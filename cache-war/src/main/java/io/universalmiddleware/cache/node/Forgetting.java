package io.universalmiddleware.cache.node;

import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Forgets inbox rows, timeline entries and closed dead letters that are older than their retention, a few at a time. */
@ApplicationScoped
public class Forgetting {
    private static final int AT_ONCE = 5000;

    private InboxRepository inbox;
    private TimelineRepository timeline;
    private DeadLetterRepository letters;
    private CacheSettings settings;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Forgetting() {}

    @Inject
    public Forgetting(
            InboxRepository inbox,
            TimelineRepository timeline,
            DeadLetterRepository letters,
            CacheSettings settings,
            Clock clock) {
        this.inbox = inbox;
        this.timeline = timeline;
        this.letters = letters;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return whether there may be more */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean forgetSome() {
        Instant now = clock.instant();
        int messages = inbox.forget(now.minus(settings.inboxRetention()), AT_ONCE);
        int entries = timeline.forget(now.minus(settings.timelineRetention()), AT_ONCE);
        int closed = letters.forget(now.minus(settings.letterRetention()), AT_ONCE);
        return messages == AT_ONCE || entries == AT_ONCE || closed == AT_ONCE;
    }
}
