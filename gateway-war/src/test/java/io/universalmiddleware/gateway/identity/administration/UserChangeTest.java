package io.universalmiddleware.gateway.identity.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.identity.request.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A merge patch (RFC 7396). */
class UserChangeTest {
    private static final Set<String> BEFORE = Set.of("user");

    @Test
    void whatIsAbsentStays() throws IOException {
        UserChange change = read("{}");

        assertThat(change.rolesOr(BEFORE)).isEqualTo(BEFORE);
        assertThat(change.disabledOr(true)).isTrue();
    }

    @Test
    void whatIsNullGoes() throws IOException {
        UserChange change = read("{\"roles\":null,\"disabled\":null}");

        assertThat(change.rolesOr(BEFORE)).isEmpty();
        assertThat(change.disabledOr(true)).isFalse();
    }

    private static UserChange read(String patch) throws IOException {
        return Body.read(new ByteArrayInputStream(patch.getBytes(StandardCharsets.UTF_8)), UserChange::read);
    }
}
