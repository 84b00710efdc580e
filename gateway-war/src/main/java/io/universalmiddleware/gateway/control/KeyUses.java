package io.universalmiddleware.gateway.control;

import io.universalmiddleware.persistence.configuration.KeyUseRepository;
import io.universalmiddleware.persistence.configuration.KeyUseRepository.KeyUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

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
