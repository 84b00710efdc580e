package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.network.NobodysPort;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail on its way from the database to a server. */
@ExtendWith(Backends.class)
class DeliveringMailIT {
    private static final String ANN = "ann@example.org";

    private IdentityFixture fixture;
    private MailFixture mail;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        mail = new MailFixture(fixture);
    }

    @AfterEach
    void close() {
        mail.close();
        fixture.close();
    }

    @Test
    void mailWaitsUntilAServerTakesItAndIsNotReadableInTheDatabase() {
        mail.close();
        NobodysPort nobody = new NobodysPort(mail.port);
        fixture.account(ANN);
        assertThat(mail.deliver()).isZero();
        String stored = fixture.one("SELECT encode(sealed, 'escape') FROM outgoing_mail");
        assertThat(stored).doesNotContain(ANN, "umv_");

        nobody.close();
        mail.startAnew();
        assertThat(mail.deliver()).as("not at once").isZero();
        fixture.clock.advance(Duration.ofSeconds(6));

        assertThat(mail.deliver()).isEqualTo(1);
        assertThat(mail.bodies(ANN)).hasSize(1);
        assertThat(mail.deliver()).isZero();
    }
}
