package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.persistence.identity.LinkedIdentityRepository;
import io.universalmiddleware.persistence.identity.NobodysAccountRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account that is nobody's, and is becoming somebody's while others want its address. */
@ExtendWith(Backends.class)
class NobodysAccountIT {
    private static final String BOB = "bob@example.org";

    private IdentityFixture fixture;
    private Account bob;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        bob = fixture.account(BOB);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void goesToWhoWantsItsAddressUnlessItBecomesSomebodysMeanwhile() {
        CompletableFuture<Optional<UUID>> removal = fixture.inTransaction(u -> {
            link(u);
            return Contending.begin(fixture, this::remove);
        });

        assertThat(removal.join()).isEmpty();
        assertThat(fixture.find(BOB)).isPresent();
    }

    @Test
    void isPassedOverByWhoTidiesAndKeptOnceItIsSomebodys() {
        int removed = fixture.inTransaction(u -> {
            link(u);
            return tidy();
        });

        assertThat(removed).isZero();
        assertThat(tidy()).isZero();
    }

    @Test
    void goesWhereItStaysNobodys() {
        fixture.account("eve@example.org");

        assertThat(remove()).contains(bob.id());
        assertThat(tidy()).isEqualTo(1);
    }

    private void link(UseCases in) {
        Instant now = fixture.clock.instant();
        new LinkedIdentityRepository(in.session())
                .add(new LinkedIdentity(
                        Uuid7.next(fixture.clock),
                        bob.id(),
                        TENANT.value(),
                        "https://id.example",
                        "1",
                        Set.of(),
                        now,
                        now));
    }

    private Optional<UUID> remove() {
        return fixture.inTransaction(
                u -> new NobodysAccountRepository(u.session()).remove(TENANT, BOB, new UUID(0, 0)));
    }

    private int tidy() {
        return fixture.inTransaction(u ->
                u.useless(fixture.settings).accounts(fixture.clock.instant().plus(Duration.ofDays(8))));
    }
}
