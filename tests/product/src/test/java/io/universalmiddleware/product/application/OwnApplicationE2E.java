package io.universalmiddleware.product.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A user's own jar brings commands, rules and views, which are then like the platform's own. */
@BootedProduct
class OwnApplicationE2E {
    private final Product product;
    private final String tenant;
    private final Caller caller;

    OwnApplicationE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.caller = product.caller("ann", tenant);
    }

    @Test
    void itsHandlerIsFoundAndItsViewIsPushed() {
        try (HubListener listener = HubListener.on(product.edge(), product.token("ann", tenant), "greetings:ann")) {
            Answer done = greet("Hello");
            assertThat(done.json().path("status").asText()).as(done.toString()).isEqualTo("succeeded");

            JsonNode row = caller.view("greetings", "ann", "Consistency-Token", done.header("Consistency-Token"))
                    .isStatus(200)
                    .json();
            assertThat(row.path("times").asInt()).isEqualTo(1);
            assertThat(row.path("last").asText()).isEqualTo("Hello");
            assertThat(listener.awaitPushes(1).get(0).json()).isEqualTo(row);
        }
    }

    @Test
    void itsRuleRejects() {
        greet("Hello");
        Answer again = greet("Hello");

        assertThat(again.json().path("status").asText()).isEqualTo("failed");
        assertThat(again.json().at("/problem/rule").asText()).isEqualTo("already-said");
    }

    @Test
    void itsSchemaIsChecked() {
        Answer answer = caller.submit("greeting.Greet", "ann", Map.of("name", "ann", "words", 7, "more", true));

        answer.isProblem(422, "invalid-command");
        assertThat(answer.pointers()).contains("/payload/words");
    }

    private Answer greet(String words) {
        return caller.perform("greeting.Greet", "ann", Map.of("name", "ann", "words", words));
    }
}
