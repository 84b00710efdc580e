package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.EventSource;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Only a token that this platform signed, for this platform, for now, with a tenant in it, opens anything. */
@BootedProduct
class TokensE2E {
    private static final String COMMANDS = "/api/v1/commands";
    private static final String CHANNEL = "progress:ann:java";

    private final Product product;
    private final String tenant;

    TokensE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
    }

    @Test
    void noForgedTokenOpensTheApi() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            canary.setSoTimeout(1);
            for (Map.Entry<String, String> forged : forger(canary).tokens().entrySet()) {
                Caller caller = new Caller(product.edge(), forged.getValue());
                Answer answer = caller.get(COMMANDS);
                assertThat(answer.status())
                        .as("%s: %s", forged.getKey(), answer)
                        .isEqualTo(401);
                answer.isProblem(401, "unauthenticated");
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
                assertThat(caller.post(COMMANDS, "{}").status())
                        .as(forged.getKey())
                        .isEqualTo(401);
                assertThat(caller.view("course", "x").status())
                        .as(forged.getKey())
                        .isEqualTo(401);
            }
            assertThat(org.assertj.core.api.Assertions.catchThrowable(canary::accept))
                    .as("nobody called the address in a token")
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void noForgedTokenOpensTheHub() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            for (Map.Entry<String, String> forged : forger(canary).tokens().entrySet()) {
                try (EventSource source = EventSource.on(product.edge(), forged.getValue(), CHANNEL, null)) {
                    assertThat(source.status()).as("SSE: %s", forged.getKey()).isEqualTo(401);
                }
                if (!forged.getValue().isEmpty()) {
                    try (HubListener listener = HubListener.asking(product.edge(), forged.getValue(), CHANNEL)) {
                        Awaitility.await(forged.getKey())
                                .until(() -> listener.count("disconnected") > 0 || listener.count("subscribed") > 0);
                        assertThat(listener.count("subscribed"))
                                .as(forged.getKey())
                                .isZero();
                    }
                }
            }
        }
    }

    @Test
    void withoutATokenNothingOpens() {
        Caller nobody = new Caller(product.edge(), null);

        nobody.get(COMMANDS).isProblem(401, "unauthenticated");
        nobody.post(COMMANDS, "{}").isProblem(401, "unauthenticated");
        nobody.view("course", "x").isProblem(401, "unauthenticated");
        nobody.get("/connection/sse?channel=" + CHANNEL).isStatus(401);
        nobody.get(COMMANDS, "Authorization", "Basic dXNlcjpwYXNzd29yZA==").isProblem(401, "unauthenticated");
    }

    @Test
    void aTokenWithoutATenantOrARoleOpensNothing() throws Exception {
        try (ServerSocket canary = new ServerSocket(0)) {
            Forger forger = forger(canary);
            caller(forger.ours(c -> c.claim("tenant", null))).get(COMMANDS).isProblem(403, "tenant-missing");
            caller(forger.ours(c -> c.claim("tenant", null)))
                    .submit("gopro.CreateCourse", "x", Map.of())
                    .isProblem(403, "tenant-missing");
            caller(forger.ours(c -> c.claim("groups", java.util.List.of("guest"))))
                    .get(COMMANDS)
                    .isProblem(403, "forbidden");
            for (String odd : java.util.List.of("", " ", "a/b", "a b", "../x", "a\nb", "x".repeat(300))) {
                Answer answer = caller(forger.ours(c -> c.claim("tenant", odd))).get(COMMANDS);
                assertThat(answer.status()).as("tenant '%s': %s", odd, answer).isIn(401, 403);
            }
        }
    }

    @Test
    void aTokenThatIsRightOpens() throws Exception {
        try (ServerSocket canary = new ServerSocket(0)) {
            caller(forger(canary).ours(c -> {})).get(COMMANDS).isStatus(200);
        }
    }

    /** The server verifies a token once; neither what it remembers nor what the token opened outlives it. */
    @Test
    void aTokenThatWasTakenIsRefusedOnceItHasExpiredAndItsConnectionEnds() {
        String brief = product.stack().tokens().issue("ann", tenant, java.util.List.of("user"), Duration.ofSeconds(16));
        Caller caller = caller(brief);
        try (HubListener listener = HubListener.on(product.edge(), brief, CHANNEL)) {
            caller.get(COMMANDS).isStatus(200);
            caller.get(COMMANDS).isStatus(200);

            Awaitility.await().untilAsserted(() -> caller.get(COMMANDS).isProblem(401, "unauthenticated"));
            assertThat(caller.get(COMMANDS).header("WWW-Authenticate")).startsWith("Bearer");
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> listener.count("disconnected") > 0);
        }
    }

    private Caller caller(String token) {
        return new Caller(product.edge(), token);
    }

    private Forger forger(ServerSocket canary) {
        return new Forger(
                product.home().resolve("keys"),
                tenant,
                URI.create("http://127.0.0.1:" + canary.getLocalPort() + "/key"));
    }
}
