package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.access.KeyUsage;
import io.universalmiddleware.gateway.rounds.Rounds;
import io.universalmiddleware.persistence.configuration.KeyUseRepository.KeyUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telling writes down how often API keys were used on this node, every ten seconds and once more at the end.
 *
 * <p>What cannot be written is kept and tried again. A node that is killed loses its last ten seconds; a write of which nobody knows
 * whether it was committed may count twice.
 */
final class TellingKeyUses implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TellingKeyUses.class);

    private final KeyUsage usage;
    private final Consumer<Collection<KeyUse>> store;
    private final Duration pause;
    private final Rounds rounds = new Rounds();
    private final Map<UUID, KeyUse> untold = new HashMap<>();
    private boolean away;

    /** @param store takes all or fails */
    TellingKeyUses(KeyUsage usage, Consumer<Collection<KeyUse>> store, Duration pause) {
        this.usage = usage;
        this.store = store;
        this.pause = pause;
    }

    @Override
    public void run() {
        rounds.goOn(pause, this::tell);
        tell();
    }

    /** Ends {@link #run} soon. */
    void stop() {
        rounds.stop();
    }

    /** Writes down what was counted since it last did. */
    void tell() {
        usage.drain().forEach((id, use) -> keep(new KeyUse(UUID.fromString(id), use.count(), use.last())));
        if (untold.isEmpty()) {
            return;
        }
        try {
            store.accept(untold.values());
            untold.clear();
            away = false;
        } catch (RuntimeException fault) {
            if (!away) {
                LOG.warn("Uses of API keys cannot be written down now: {}", fault.toString());
            }
            away = true;
        }
    }

    private void keep(KeyUse use) {
        untold.merge(use.key(), use, (one, other) -> {
            Instant last = one.lastUsedAt().isAfter(other.lastUsedAt()) ? one.lastUsedAt() : other.lastUsedAt();
            return new KeyUse(one.key(), one.uses() + other.uses(), last);
        });
    }
}
