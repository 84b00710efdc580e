package io.universalmiddleware.contracts.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdTest {

    @Test
    void laterUuidsSortLater() {
        UUID first = Uuid7.next(at(1_000));
        UUID second = Uuid7.next(at(2_000));

        assertThat(first.toString()).isLessThan(second.toString());
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
    }

    @Test
    void aCommandIdIsReadFromItsCanonicalFormOnly() {
        UUID id = Uuid7.next(Clock.systemUTC());

        assertThat(CommandId.parse(id.toString())).contains(new CommandId(id));
        assertThat(CommandId.parse("1-1-1-1-1")).isEmpty();
        assertThat(CommandId.parse("zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz")).isEmpty();
    }

    @Test
    void aTenantIdIsADnsLabel() {
        assertThat(new TenantId("acme-1").value()).isEqualTo("acme-1");
        assertThatThrownBy(() -> new TenantId("Acme/1")).isInstanceOf(IllegalArgumentException.class);
        assertThat(TenantId.isValid("")).isFalse();
        assertThat(TenantId.isValid("-a")).isFalse();
    }

    @Test
    void keysAndChannelsNameTheirTenantOrView() {
        TenantId tenant = new TenantId("acme");

        assertThat(new AggregateRef(tenant, "gopro.Course", "java").recordKey()).isEqualTo("acme/gopro.Course/java");
        assertThat(new ViewRef(tenant, "progress", "ann:java").channel()).isEqualTo("progress:ann:java");
    }

    private static Clock at(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
