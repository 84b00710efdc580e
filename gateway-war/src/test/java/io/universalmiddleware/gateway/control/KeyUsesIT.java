package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.configuration.KeyUseRepository;
import io.universalmiddleware.persistence.configuration.KeyUseRepository.KeyUse;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class KeyUsesIT {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final ControlFixture fixture;
    private final UUID key = UUID.randomUUID();

    KeyUsesIT(PostgresBackend postgres) {
        fixture = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void usesOfAllNodesAreAddedAndTheLatestTimeStays() {
        assertThat(find()).isNull();

        add(List.of(new KeyUse(key, 3, NOON), new KeyUse(UUID.randomUUID(), 9, NOON)));
        add(List.of(new KeyUse(key, 4, NOON.minusSeconds(60))));

        assertThat(find()).isEqualTo(new KeyUse(key, 7, NOON));
    }

    private void add(Collection<KeyUse> counted) {
        fixture.database().transact(s -> new KeyUses(new KeyUseRepository(s)).add(counted));
    }

    private KeyUse find() {
        return fixture.database()
                .inTransaction(s -> new KeyUses(new KeyUseRepository(s)).find(key))
                .orElse(null);
    }
}
