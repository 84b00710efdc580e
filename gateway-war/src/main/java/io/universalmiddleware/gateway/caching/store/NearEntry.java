package io.universalmiddleware.gateway.caching.store;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A near entry is what the near cache has under a key. Whether it was purged since is seen by its tags, without a look-up; where
 * nothing at all was purged since the last look, by one comparison.
 */
public final class NearEntry {
    /** For how long a stored answer is used without another try after its origin failed. */
    static final long ERROR_PAUSE_MILLIS = 1000;

    private final Held held;
    private final PurgeLog log;
    private final TagState[] tags;
    private final long since;
    private final Owner owner;
    private final AtomicReference<@Nullable Object> prepared = new AtomicReference<>();
    private volatile long checked;
    private volatile boolean soft;
    private volatile long failedAt = -ERROR_PAUSE_MILLIS;

    NearEntry(Held held, PurgeLog log, TagState[] tags, long since, Owner owner) {
        this.held = held;
        this.log = log;
        this.tags = tags;
        this.since = since;
        this.owner = owner;
        checked = since;
    }

    public Held held() {
        return held;
    }

    /** Whether a soft purge has made it stale; to be asked after {@link #isGone}. */
    public boolean isSoftlyPurged() {
        return soft;
    }

    /** Its origin failed while it was to be validated. */
    public void originFailed(long now) {
        failedAt = now;
    }

    /** Whether its origin failed a moment ago. */
    public boolean justFailed(long now) {
        return now >= failedAt && now - failedAt < ERROR_PAUSE_MILLIS;
    }

    /** What was made of it once, to be used for every answer. */
    @SuppressWarnings("unchecked") // one kind of answer in a process
    public <T> T prepared(Function<Held, T> make) {
        Object known = prepared.get();
        if (known == null) {
            prepared.compareAndSet(null, make.apply(held));
            known = prepared.get();
        }
        return (T) Objects.requireNonNull(known);
    }

    /** Whether it was purged. */
    boolean isGone() {
        long now = log.settled();
        if (checked == now) {
            return false;
        }
        for (TagState tag : tags) {
            if (tag.hard() > since) {
                return true;
            }
            if (tag.soft() > since) {
                soft = true;
            }
        }
        checked = now;
        return false;
    }

    void soften() {
        soft = true;
    }

    Owner owner() {
        return owner;
    }
}
