package io.universalmiddleware.gateway.identity.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.persistence.identity.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProfileChangeTest {
    private final Profile before = new Profile(
            UUID.randomUUID(), "Ann", "de-CH", "Europe/Zurich", Map.of("theme", "dark", "density", "high"), 3, null);

    @Test
    void whatIsAbsentStays() {
        assertThat(read("{}").of(before)).isEqualTo(before);
        assertThat(read("{'preferences':{}}").of(before)).isEqualTo(before);
    }

    @Test
    void whatIsNullGoes() {
        Profile after = read("{'display_name':null,'locale':null,'time_zone':null,'preferences':{'theme':null}}")
                .of(before);

        assertThat(after.displayName()).isNull();
        assertThat(after.locale()).isNull();
        assertThat(after.timeZone()).isNull();
        assertThat(after.preferences()).containsOnly(Map.entry("density", "high"));
        assertThat(read("{'preferences':null}").of(before).preferences()).isEmpty();
    }

    @Test
    void whatIsSaidTakesThePlaceOfWhatWas() {
        Profile after =
                read("{'display_name':' Zo\u00eb ','locale':'pt-br','time_zone':'America/Bahia','preferences':{'theme':'light'}}")
                        .of(before);

        assertThat(after.displayName()).isEqualTo("Zo\u00eb");
        assertThat(after.locale()).as("as BCP 47 has it").isEqualTo("pt-BR");
        assertThat(after.timeZone()).isEqualTo("America/Bahia");
        assertThat(after.preferences()).isEqualTo(Map.of("theme", "light", "density", "high"));
    }

    @Test
    void whatIsNotValidUnknownOrReadOnlyIsNamed() {
        assertThat(refused("{'display_name':' '}")).containsExactly("/display_name");
        assertThat(refused("{'display_name':'" + "x".repeat(101) + "'}")).containsExactly("/display_name");
        assertThat(refused("{'display_name':'ann\u202enna'}")).as("turned").containsExactly("/display_name");
        assertThat(refused("{'display_name':7}")).containsExactly("/display_name");
        assertThat(refused("{'locale':'de_CH'}")).containsExactly("/locale");
        assertThat(refused("{'locale':''}")).containsExactly("/locale");
        assertThat(refused("{'locale':'de-" + "x-aaaaaaaa".repeat(4) + "'}")).containsExactly("/locale");
        assertThat(refused("{'time_zone':'Mars/Olympus'}")).containsExactly("/time_zone");
        assertThat(refused("{'preferences':{'Theme':'x','a':7,'b':''}}"))
                .containsExactlyInAnyOrder("/preferences/Theme", "/preferences/a", "/preferences/b");
        assertThat(refused("{'preferences':{'a':'" + "x".repeat(501) + "'}}")).containsExactly("/preferences/a");
        assertThat(refused("{'preferences':[]}")).containsExactly("/preferences");
        assertThat(refused("{'email':'eve@example.org','email_verified':true,'updated_at':null,'roles':['admin']}"))
                .containsExactlyInAnyOrder("/email", "/email_verified", "/updated_at", "/roles");
    }

    private static List<String> refused(String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(json)).problem().violations().stream()
                .map(Violation::pointer)
                .toList();
    }

    private static ProfileChange read(String json) {
        try {
            return Body.read(
                    new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                    ProfileChange::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
