package io.universalmiddleware.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.persistence.audit.AuditEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenialsTest {
    private final Denials denials = new Denials(Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC), 3);

    @Test
    void thoseThatAreAlikeAreOneRow() {
        for (int i = 0; i < 1_000_000; i++) {
            denials.add(new Denial("shop", "shop/eve", "readStatus", "no role grants it", "192.0.2.7"));
        }

        assertThat(denials.drain())
                .extracting(
                        AuditEntry::tenant,
                        AuditEntry::actor,
                        AuditEntry::action,
                        AuditEntry::subject,
                        AuditEntry::after)
                .containsExactly(tuple(
                        "shop",
                        "shop/eve",
                        "denied",
                        "operation/readStatus",
                        "{\"times\":1000000,\"address\":\"192.0.2.7\"}"));
        assertThat(denials.drain()).isEmpty();
    }

    @Test
    void aFloodOfStrangersCostsAFewRowsAndHidesNobodyWhoIsKnown() {
        for (int i = 0; i < 100_000; i++) {
            denials.add(new Denial("", "", "operation" + i, "no token", "192.0.2." + i));
        }
        denials.add(new Denial("shop", "shop/eve", "readStatus", "no role grants it", ""));

        List<AuditEntry> rows = denials.drain();

        assertThat(rows).hasSize(5);
        assertThat(rows).extracting(AuditEntry::actor).contains("shop/eve", "nobody", "strangers");
        assertThat(rows.get(4).after()).isEqualTo("{\"times\":99997}");
    }

    @Test
    void whatStrangersSayIsBounded() {
        denials.add(new Denial("", "/" + "x".repeat(100_000), "a", "because\0of\0it", "y".repeat(10_000)));

        assertThat(denials.drain()).singleElement().satisfies(row -> {
            assertThat(row.actor()).hasSize(300);
            assertThat(row.reason()).isEqualTo("because?of?it");
            assertThat(row.after()).hasSizeLessThan(400);
        });
    }
}
