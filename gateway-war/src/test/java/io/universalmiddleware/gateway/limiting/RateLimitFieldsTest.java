package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitFieldsTest {
    private final List<LimitConfig> limits = List.of(limit("ip", 100, 20), limit("daily", 5_000, 5_000));

    @Test
    void saysWhereTheClientStands() {
        FieldList fields = written(HeaderDraft.DRAFT_10);

        assertThat(fields.get("X-RateLimit-Limit")).isEqualTo("20");
        assertThat(fields.get("X-RateLimit-Remaining")).isEqualTo("7");
        assertThat(fields.get("X-RateLimit-Reset")).isEqualTo("9");
        assertThat(fields.get("RateLimit")).isEqualTo("\"ip\";r=7;t=9");
        assertThat(fields.get("RateLimit-Policy")).isEqualTo("\"ip\";q=100;w=60;burst=20, \"daily\";q=5000;w=60");
    }

    @Test
    void speaksOlderDrafts() {
        assertThat(written(HeaderDraft.DRAFT_07).get("RateLimit")).isEqualTo("limit=20, remaining=7, reset=9");
        assertThat(written(HeaderDraft.DRAFT_07).get("RateLimit-Policy")).isEqualTo("100;w=60;burst=20, 5000;w=60");
        assertThat(written(HeaderDraft.DRAFT_06).get("RateLimit-Remaining")).isEqualTo("7");
        assertThat(written(HeaderDraft.DRAFT_06).get("RateLimit")).isNull();
        assertThat(written(HeaderDraft.NONE).get("RateLimit-Policy")).isNull();
    }

    private FieldList written(HeaderDraft draft) {
        LimitSet set = LimitSet.of(List.of(), List.of(), limits, "acme", "r");
        FieldList fields = new FieldList();
        new RateLimitFields(draft, limits).write(new Decision(set.get(0), 7, 8_001, 0, Decision.Source.REDIS), fields);
        return fields;
    }

    private static LimitConfig limit(String name, int requests, int burst) {
        return new LimitConfig(
                name, requests, Duration.ofMinutes(1), burst, new Counted(Counted.By.IP, ""), Algorithm.TOKEN_BUCKET);
    }
}
