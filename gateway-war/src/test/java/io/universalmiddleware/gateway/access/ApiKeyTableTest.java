package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiKeyTableTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final NewApiKey made = NewApiKey.generate(random);

    @Test
    void findsAKeyByItsWholeTextAndTenant() {
        ApiKeyTable table = ApiKeyTable.of(List.of(key(made, "acme", null, true)));

        assertThat(table.find(made.text(), "acme", NOW)).map(ApiKey::id).contains("k1");
        assertThat(table.find(made.text(), "other", NOW)).isEmpty();
        assertThat(table.find(made.text() + "x", "acme", NOW)).isEmpty();
        assertThat(table.find(altered(made.text()), "acme", NOW)).isEmpty();
        assertThat(table.find(NewApiKey.generate(random).text(), "acme", NOW)).isEmpty();
    }

    @Test
    void aKeyEnds() {
        ApiKeyTable table = ApiKeyTable.of(List.of(key(made, "acme", NOW, true)));

        assertThat(table.find(made.text(), "acme", NOW.minusMillis(1))).isPresent();
        assertThat(table.find(made.text(), "acme", NOW)).isEmpty();
        assertThat(ApiKeyTable.of(List.of(key(made, "acme", null, false))).find(made.text(), "acme", NOW))
                .isEmpty();
    }

    @Test
    void duringARotationBothTextsAreTheSameKey() {
        NewApiKey newer = NewApiKey.generate(random);
        ApiKeyTable table =
                ApiKeyTable.of(List.of(key(made, "acme", NOW.plusSeconds(60), true), key(newer, "acme", null, true)));

        assertThat(table.find(made.text(), "acme", NOW)).map(ApiKey::id).contains("k1");
        assertThat(table.find(newer.text(), "acme", NOW)).map(ApiKey::id).contains("k1");
        assertThat(table.find(made.text(), "acme", NOW.plusSeconds(60))).isEmpty();
        assertThat(table.find(newer.text(), "acme", NOW.plusSeconds(60))).isPresent();
    }

    @Test
    void twoKeysOfOnePrefixAreRefused() {
        List<ApiKey> twice = List.of(key(made, "acme", null, true), key(made, "acme", null, true));

        assertThatThrownBy(() -> ApiKeyTable.of(twice)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void madeKeysAreNeverTheSameAndTellNothingOfTheirSecret() {
        Set<String> prefixes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            prefixes.add(NewApiKey.generate(random).prefix());
        }

        assertThat(prefixes).hasSize(1_000);
        assertThat(made.text()).matches("umk_[A-Za-z0-9]{12}_[A-Za-z0-9]{43}");
        assertThat(made.toString()).doesNotContain(made.text().substring(17));
        assertThat(key(made, "acme", null, true).toString()).doesNotContain(made.hash());
    }

    @Property
    void takesAnyText(@ForAll String text) {
        assertThat(ApiKeyTable.of(List.of(key(made, "acme", null, true))).find(text, "acme", NOW))
                .isEmpty();
    }

    private static String altered(String text) {
        char last = text.charAt(text.length() - 1);
        return text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a');
    }

    static ApiKey key(NewApiKey made, String tenant, @Nullable Instant expires, boolean enabled) {
        return new ApiKey("k1", tenant, "billing", made.prefix(), made.hash(), Set.of("read"), expires, enabled);
    }
}
