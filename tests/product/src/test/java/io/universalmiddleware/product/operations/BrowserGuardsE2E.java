package io.universalmiddleware.product.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.product.stack.SecureEdge;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever the platform answers, browsers are told what not to do with it. */
@BootedProduct
class BrowserGuardsE2E {
    private static final Set<String> BESIDE = Set.of(
            "/nowhere",
            "/openapi",
            "/metrics",
            "/health/ready",
            "/api/v1/commands",
            "/api/v1/auth/profile",
            "/.well-known/jwks.json",
            "/oauth2/authorize",
            "/oauth2/logout",
            "/oauth2/token",
            "/oauth2/userinfo");

    private final Product product;
    private final Caller nobody;

    BrowserGuardsE2E(Product product) {
        this.product = product;
        this.nobody = new Caller(product.edge(), null);
    }

    @Test
    void noAnswerIsSniffedFramedOrRunsAndWhetherItIsKeptIsSaid() {
        Caller user = product.caller("ann", product.freshTenant());
        for (String path : paths()) {
            for (Caller caller : new Caller[] {nobody, user}) {
                guarded(path, caller.get(path.replaceAll("\\{[^}]+}", "x")));
            }
        }
    }

    @Test
    void overTlsBrowsersAreToldToComeWithItAlone() throws IOException, InterruptedException {
        SecureEdge edge = product.secureEdge();
        HttpClient client = HttpClient.newBuilder().sslContext(edge.trusting()).build();
        for (String path : new String[] {"/health/live", "/nowhere", "/api/v1/commands", "/oauth2/authorize"}) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(edge.uri().resolve(path))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.headers().allValues("Strict-Transport-Security"))
                    .as(path)
                    .containsExactly("max-age=31536000");
        }
        assertThat(nobody.get("/nowhere").headers().allValues("Strict-Transport-Security"))
                .isEmpty();
    }

    private Set<String> paths() {
        Set<String> paths = new TreeSet<>(BESIDE);
        nobody.get("/openapi?format=JSON")
                .isStatus(200)
                .json()
                .path("paths")
                .fieldNames()
                .forEachRemaining(paths::add);
        return paths;
    }

    private static void guarded(String path, Answer answer) {
        assertThat(answer.headers().allValues("X-Content-Type-Options"))
                .as("%s: %s", path, answer)
                .containsExactly("nosniff");
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .as("%s: %s", path, answer)
                .singleElement()
                .asString()
                .startsWith("default-src 'none'; ")
                .contains("base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "script-src");
        assertThat(answer.headers().allValues("Cache-Control"))
                .as("%s: %s", path, answer)
                .hasSize(1);
    }
}
