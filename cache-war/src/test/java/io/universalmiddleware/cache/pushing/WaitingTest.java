package io.universalmiddleware.cache.pushing;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.cache.redis.ViewPush;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final ViewRef ROW = new ViewRef(new TenantId("acme"), "progress", "ann:java");

    @Test
    void whatIsReadAgainIsTaggedWithTheVersionThatWasRead() {
        ViewPush old = new ViewPush(ROW, new ViewValue(224, "{}"), Instant.EPOCH, Map.of("commandId", "c-1"));
        Push push = new Push.OfView(old, new CommandId(new UUID(0, 1)), Instant.EPOCH, false);

        Waiting reread = new Waiting(push, "before", 0, new Owner(1, () -> {}))
                .reread(new ViewValue(376, "{}"), Instant.EPOCH, "now", 1);

        assertThat(((Push.OfView) reread.push()).view().tags())
                .containsEntry("version", "376")
                .containsEntry("commandId", "c-1");
    }
}
