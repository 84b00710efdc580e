package io.universalmiddleware.gateway.identity.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A merge patch (RFC 7396). */
class ServiceAccountChangeTest {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{} | 2027-01-01T00:00:00Z",
                "{'expiresAt':'2026-06-01T00:00:00Z'} | 2026-06-01T00:00:00Z",
                "{'expiresAt':null} | -",
                "{'expiresAt':null,'disabled':true} | -",
            })
    void anEndStaysIsReplacedOrIsTakenAway(String patch, @Nullable Instant expected) throws IOException {
        RegisteredClient before = new RegisteredClient(
                UUID.randomUUID(),
                new TenantId("acme"),
                "importer",
                Set.of("user"),
                Set.of(),
                false,
                Instant.parse("2027-01-01T00:00:00Z"),
                MADE,
                MADE);

        RegisteredClient after = read(patch).of(before, MADE);

        assertThat(after.expiresAt()).isEqualTo(expected);
        assertThat(after.roles()).isEqualTo(before.roles());
    }

    @Test
    void whatIsNullGoes() throws IOException {
        RegisteredClient before = new RegisteredClient(
                UUID.randomUUID(),
                new TenantId("acme"),
                "importer",
                Set.of("user"),
                Set.of("read"),
                true,
                MADE,
                MADE,
                MADE);

        RegisteredClient after = read("{'roles':null,'scopes':null,'disabled':null,'expiresAt':null}")
                .of(before, MADE);

        assertThat(after.roles()).isEmpty();
        assertThat(after.scopes()).isEmpty();
        assertThat(after.disabled()).isFalse();
        assertThat(after.expiresAt()).isNull();
    }

    private static ServiceAccountChange read(String patch) throws IOException {
        return Body.read(
                new ByteArrayInputStream(patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                ServiceAccountChange::read);
    }
}
