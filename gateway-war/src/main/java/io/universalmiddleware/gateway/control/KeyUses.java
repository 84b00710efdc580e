package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.access.KeyUsage;
import io.universalmiddleware.persistence.configuration.KeyUseRepository;
import io.universalmiddleware.persistence.configuration.KeyUseRepository.KeyUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The uses of API keys in PostgreSQL. */
@ApplicationScoped
public class KeyUses {
    private KeyUseRepository uses;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected KeyUses() {}

    @Inject
    KeyUses(KeyUseRepository uses) {
        this.uses = uses;
    }

    /** Writes down what a node counts. @param store takes all or fails */
    static TellingCounts<KeyUse> telling(KeyUsage usage, Consumer<List<KeyUse>> store, Duration pause) {
        return new TellingCounts<>(
                "Uses of API keys",
                () -> usage.drain().entrySet().stream()
                        .map(use -> new KeyUse(
                                UUID.fromString(use.getKey()),
                                use.getValue().count(),
                                use.getValue().last()))
                        .toList(),
                store,
                use -> usage.giveBack(use.key().toString(), new KeyUsage.Use(use.uses(), use.lastUsedAt())),
                pause);
    }

    @Transactional
    public void add(Collection<KeyUse> counted) {
        uses.add(counted);
    }

    /** Empty if the key was never used. */
    @Transactional
    public Optional<KeyUse> find(UUID key) {
        return uses.find(key);
    }
}
