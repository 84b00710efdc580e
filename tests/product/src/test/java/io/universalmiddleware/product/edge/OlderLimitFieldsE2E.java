package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.product.http.Answer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The draft of RateLimit fields is the operator's to choose; of the default {@link LimitsAndKeysE2E} tells. */
@WithCluster
class OlderLimitFieldsE2E {
    private final ServedTenant tenant;

    OlderLimitFieldsE2E(Cluster cluster) {
        tenant = ServedTenant.of(cluster);
    }

    @Test
    void aNodeSpeaksTheDraftThatItIsToldTo() throws IOException {
        try (DemoOrigin origin = DemoOrigin.start("limited", 0)) {
            tenant.origin("limited", "", origin.uri());
            tenant.route("limited", "limited", "'match':{'prefix':'/'},'limit':{'requests':100000,'per':'31d'}");
            Answer answer =
                    await().atMost(Duration.ofSeconds(60)).until(() -> tenant.get("/"), got -> got.status() == 200);

            assertThat(answer.header("RateLimit")).matches("limit=\\d+, remaining=\\d+, reset=\\d+");
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("100000;w=2678400");
        }
    }
}
