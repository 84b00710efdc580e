package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an API key opens, until when, with which of its texts, and how often it did. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServedTenant tenant;
    private DemoOrigin origin;

    KeysE2E(Product product) {
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void configure() throws IOException {
        origin = DemoOrigin.start("keyed", 0);
        tenant.origin("keyed", "", origin.uri());
        tenant.route("read", "keyed", "'match':{'prefix':'/read'},'auth':{'mode':'required','scopes':['orders:read']}");
    }

    @AfterAll
    void stop() {
        origin.close();
    }

    @Test
    void aKeyOpensWhatItsScopesAreForUntilItExpires() {
        Answer reader = key("reader", "['orders:read','orders:write']");
        Answer writer = key("writer", "['orders:write']");
        awaitStatus(200, reader);

        get(writer).isProblem(403, "forbidden");

        tenant.patch(reader.header("Location"), "{'expiresAt':'2020-01-01T00:00:00Z'}");
        awaitStatus(401, reader);
        assertThat(get(reader).isProblem(401, "unauthenticated").header("WWW-Authenticate"))
                .isNotBlank();
    }

    @Test
    void bothTextsOfAKeyCountWhileItIsRotatedAndAfterwardsTheNewOneAlone() {
        Answer first = key("rotated", "['orders:read']");
        awaitStatus(200, first);

        Answer second = rotate(first, "{'overlap':'1h'}");
        awaitStatus(200, second);
        get(first).isStatus(200);

        Answer third = rotate(first, "{}");
        awaitStatus(200, third);
        get(first).isProblem(401, "unauthenticated");
        get(second).isProblem(401, "unauthenticated");
    }

    @Test
    void usesOfAKeyAreCounted() {
        Answer used = key("used", "['orders:read']");
        awaitStatus(200, used);
        long before = uses(used).path("uses").asLong();
        get(used).isStatus(200);
        get(used).isStatus(200);

        await().atMost(PATIENCE).until(() -> uses(used).path("uses").asLong() >= before + 2);

        assertThat(uses(used).path("lastUsedAt").asText()).isNotBlank();
    }

    private Answer key(String name, String scopes) {
        String document = "{'tenant':'%s','name':'%s','scopes':%s}".formatted(tenant.slug(), name, scopes);
        return tenant.operator()
                .post("/admin/v1/api-keys", Caller.normalized(document))
                .isStatus(201);
    }

    private Answer rotate(Answer key, String how) {
        return tenant.operator()
                .post(key.header("Location") + "/rotate", Caller.normalized(how))
                .isStatus(200);
    }

    private JsonNode uses(Answer key) {
        return tenant.operator()
                .get(key.header("Location") + "/use")
                .isStatus(200)
                .json();
    }

    private void awaitStatus(int status, Answer key) {
        await().atMost(PATIENCE).until(() -> get(key).status() == status);
    }

    /** The route's answer to who shows the text that this answer told. */
    private Answer get(Answer key) {
        return tenant.get("/read", "X-API-Key", key.json().path("key").asText());
    }
}
