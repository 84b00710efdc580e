package io.universalmiddleware.product.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every operation whose body the API's description has as JSON refuses a member that nobody knows, and names it. */
@BootedProduct
class EveryBodyIsCheckedE2E {
    private final Product product;
    private final String tenant;
    private final Caller owner;
    private final Caller operator;

    EveryBodyIsCheckedE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.owner = product.caller("owner", tenant, "admin", "user");
        this.operator = product.caller("olga", "operator", "admin");
    }

    @Test
    void refusesAMemberThatNobodyKnows() {
        Things made = new Things(product, tenant, owner, operator);
        Map<String, String> things = made.make();
        Caller user = made.user();
        List<Documented> withBodies =
                Documented.in(operator.get("/openapi", "Accept", "application/json")
                                .json())
                        .stream()
                        .filter(operation -> operation.media().endsWith("json"))
                        .toList();
        assertThat(withBodies).hasSizeGreaterThan(50);
        SoftAssertions all = new SoftAssertions();
        for (Documented operation : withBodies) {
            Caller caller = operation.path().startsWith("/api/v1/auth/") ? user : operator;
            Answer answer = caller.send(
                    operation.method(),
                    Things.path(operation, things),
                    "{\"nobodyKnowsThis\":1}",
                    "Content-Type",
                    operation.media(),
                    "X-Tenant",
                    tenant);
            all.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(400);
            all.assertThat(answer.body()).as("%s: %s", operation, answer).contains("nobodyKnowsThis");
        }
        all.assertAll();
    }
}
