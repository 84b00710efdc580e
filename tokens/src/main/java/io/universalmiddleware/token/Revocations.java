package io.universalmiddleware.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The revocations are the sessions that ended before their tokens do, as far as this process has heard of them.
 *
 * <p>Safe for use by several threads; to ask costs next to nothing.
 */
public final class Revocations {
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Whether the session has ended. */
    public boolean contains(String session) {
        return !ended.isEmpty() && !session.isEmpty() && ended.containsKey(session);
    }

    /** Whether the token that named this identity is worth nothing any more. */
    public boolean covers(Identity identity) {
        return contains(identity.session());
    }

    /**
     * Hears of sessions that ended; told again is harmless.
     *
     * @param heard each with the time until which tokens of it may be about
     */
    public void add(Map<String, Instant> heard) {
        boolean news = false;
        for (Map.Entry<String, Instant> session : heard.entrySet()) {
            news |= ended.put(session.getKey(), session.getValue()) == null;
        }
        if (news) {
            listeners.forEach(Runnable::run);
        }
    }

    /** Forgets the sessions of which no token can be about any more. */
    public void forget(Instant now) {
        ended.values().removeIf(until -> until.isBefore(now));
    }

    /** Has something done whenever further sessions have ended, on the thread that brings the news. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    int size() {
        return ended.size();
    }
}
