package io.universalmiddleware.gateway.webhook.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.persistence.postgres.SqlFault;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookEventsTest {
    private final NoticedEvent first = event();
    private final NoticedEvent odd = event();
    private final NoticedEvent last = event();

    @Test
    void whatTheDatabaseRefusesForItsOwnSakeIsPassedOverAndNothingElse() {
        Noting noting = new Noting("22008");

        assertThat(new WebhookEvents(noting).noted(List.of(first, odd, last))).isTrue();

        assertThat(noting.noted).containsExactly(first, last);
    }

    @Test
    void whatFailsOtherwiseIsToBeNotedAgain() {
        for (String sqlState : List.of("08006", "23503", "42P01", "")) {
            Noting noting = new Noting(sqlState);

            assertThat(new WebhookEvents(noting).noted(List.of(first, odd, last)))
                    .isFalse();

            assertThat(noting.noted).isEmpty();
        }
    }

    private static NoticedEvent event() {
        return new NoticedEvent(UUID.randomUUID(), "shop", "shop.Sold", Instant.EPOCH, Map.of(), new byte[0]);
    }

    /** Fails with every batch that the odd event is in. */
    private final class Noting extends NotingEvents {
        private final String sqlState;
        private final List<NoticedEvent> noted = new ArrayList<>();

        private Noting(String sqlState) {
            this.sqlState = sqlState;
        }

        @Override
        public boolean note(List<NoticedEvent> events) {
            if (events.contains(odd)) {
                throw new SqlFault(new SQLException("refused", sqlState));
            }
            return noted.addAll(events);
        }
    }
}
