package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who calls a route that takes the tokens of somebody else, and how its origin is told. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignCallersE2E {
    private final Product product;
    private final ServedTenant tenant;
    private final OpenIdProvider issuer = new OpenIdProvider();
    private DemoOrigin origin;

    ForeignCallersE2E(Product product) {
        this.product = product;
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void configure() throws IOException {
        origin = DemoOrigin.start("told", 0);
        tenant.origin("demo", "", origin.uri());
        tenant.route(
                "members",
                "demo",
                "'match':{'prefix':'/'},'auth':{'roles':['reader'],'issuers':[{'issuer':'%1$s','jwks':'%1$s/keys','audiences':['shop'],'userPrefix':'there:'}]}"
                        .formatted(issuer.issuer()));
    }

    @AfterAll
    void stop() {
        issuer.close();
        origin.close();
    }

    @Test
    void aForeignIssuersTokenIsTakenAndItsOriginToldBySignature() throws Exception {
        Answer answer = get(OpenIdProvider.signed(claims().build(), OpenIdProvider.key()), "X-Um-Context", "forged")
                .isStatus(200);

        assertThat(answer.json().at("/fields/X-um-user").asText()).isEqualTo("there:ann");
        SignedJWT context =
                SignedJWT.parse(answer.json().at("/fields/X-um-context").asText());
        assertThat(context.verify(new MACVerifier(Product.CONTEXT_SECRET))).isTrue();
        assertThat(context.getHeader().getType()).hasToString("um-context+jwt");
        JWTClaimsSet said = context.getJWTClaimsSet();
        assertThat(said.getSubject()).isEqualTo("there:ann");
        assertThat(said.getStringClaim("tenant")).isEqualTo(tenant.slug());
        assertThat(said.getStringListClaim("roles")).contains("reader");
        assertThat(said.getJWTID()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(Duration.between(
                        said.getIssueTime().toInstant(),
                        said.getExpirationTime().toInstant()))
                .isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatTheIssuerDidNotSaySoIsRefused() {
        get(OpenIdProvider.signed(claims().build(), OpenIdProvider.key("first")))
                .isProblem(401, "unauthenticated");
        get(OpenIdProvider.signed(claims().audience("another").build(), OpenIdProvider.key()))
                .isProblem(401, "unauthenticated");
        get(OpenIdProvider.signed(
                        claims().expirationTime(Date.from(Instant.EPOCH)).build(), OpenIdProvider.key()))
                .isProblem(401, "unauthenticated");
        get(product.token("ann", tenant.slug(), "reader")).isProblem(401, "unauthenticated");
        get(OpenIdProvider.signed(claims().claim("roles", List.of("guest")).build(), OpenIdProvider.key()))
                .isProblem(403, "forbidden");
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.issuer())
                .audience("shop")
                .subject("ann")
                .claim("roles", List.of("reader"))
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    }

    private Answer get(String token, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return tenant.get("/who", all);
    }
}
