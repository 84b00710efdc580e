package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.access.Access;
import io.universalmiddleware.gateway.access.AccessConfig;
import io.universalmiddleware.gateway.access.AccessSettings;
import io.universalmiddleware.gateway.access.ApiKey;
import io.universalmiddleware.gateway.access.ApiKeyTable;
import io.universalmiddleware.gateway.access.KeyUsage;
import io.universalmiddleware.gateway.access.NewApiKey;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Passage;
import io.universalmiddleware.persistence.configuration.KeyUseRepository.KeyUse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TellingCountsTest {
    private final UUID id = UUID.randomUUID();
    private final NewApiKey made = NewApiKey.generate(new SecureRandom());
    private final KeyUsage usage = new KeyUsage(Clock.systemUTC());
    private final List<Long> told = new ArrayList<>();
    private boolean away;

    private final TellingCounts<KeyUse> telling = KeyUses.telling(
            usage,
            uses -> {
                if (away) {
                    throw new IllegalStateException("away");
                }
                told.addAll(uses.stream().map(KeyUse::uses).toList());
            },
            Duration.ofHours(1));

    @Test
    void whatCannotBeToldIsToldLater() {
        use(2);
        away = true;
        telling.tell();
        use(3);
        telling.tell();
        away = false;
        telling.tell();
        telling.tell();

        assertThat(told).containsExactly(5L);
    }

    @Test
    void aPortionThatIsWrittenIsNotGivenBackWithTheNext() {
        List<Integer> written = new ArrayList<>();
        List<Integer> back = new ArrayList<>();
        TellingCounts<Integer> many = new TellingCounts<>(
                "counts",
                () -> IntStream.range(0, 2_500).boxed().toList(),
                portion -> {
                    if (!written.isEmpty()) {
                        throw new IllegalStateException("away");
                    }
                    written.addAll(portion);
                },
                back::add,
                Duration.ofHours(1));

        many.tell();

        assertThat(written).hasSize(1_000);
        assertThat(back).hasSize(1_500).doesNotContainAnyElementsOf(written);
    }

    @Test
    void theEndTellsTheRest() {
        use(4);
        telling.stop();
        telling.run();

        assertThat(told).containsExactly(4L);
    }

    private void use(int times) {
        ApiKeyTable table = ApiKeyTable.of(List.of(
                new ApiKey(id.toString(), "acme", "billing", made.prefix(), made.hash(), Set.of(), null, true)));
        Filter filter = new Access(
                        new AccessSettings(20, Duration.ofDays(1), ""),
                        null,
                        jwks -> CompletableFuture.failedFuture(new IllegalStateException("no issuers here")),
                        usage,
                        Clock.systemUTC())
                .filter(Documents.read(AccessConfig::read, "{'auth':'required'}"), "acme", table);
        for (int i = 0; i < times; i++) {
            assertThat(Passage.of("GET", "/orders", "X-API-Key", made.text()).through(filter).passed)
                    .isTrue();
        }
    }
}
