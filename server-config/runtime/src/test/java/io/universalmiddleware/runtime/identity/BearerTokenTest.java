package io.universalmiddleware.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.token.Identity;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
    private static final String CLAIMS = """
            {"iss":"um","sub":"ann","upn":"ann@example.org","aud":"um","exp":2000000000,"iat":1000000000,"jti":"1",
             "tenant":"acme","groups":["user","admin"],"level":3,"flags":[true],"address":{"city":"Rome"},"nick":"A",
             "https://universalmiddleware.io/claims/own":true}""";

    private final String text = "e30."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8)) + ".sig";
    private final JsonWebToken token = BearerToken.of(
            new Identity(
                    new TenantId("acme"), "ann", Set.of("user", "admin"), Set.of(), Instant.MAX, "ann@example.org"),
            text);

    @Test
    void tellsWhoTheCallerIsWithoutReadingTheToken() {
        JsonWebToken unread =
                BearerToken.of(new Identity(new TenantId("acme"), "ann", Set.of(), Instant.MAX), "not a token at all");

        assertThat(unread.getName()).isEqualTo("ann");
        assertThat(unread.getSubject()).isEqualTo("ann");
        assertThat(unread.<String>getClaim("tenant")).isEqualTo("acme");
        assertThat(unread.getGroups()).isEmpty();
    }

    @Test
    void typesStandardClaimsAsTheSpecificationDoes() {
        assertThat(token.getName()).isEqualTo("ann@example.org");
        assertThat(token.getIssuer()).isEqualTo("um");
        assertThat(token.getAudience()).containsExactly("um");
        assertThat(token.getGroups()).containsExactlyInAnyOrder("user", "admin");
        assertThat(token.getExpirationTime()).isEqualTo(2_000_000_000L);
        assertThat(token.getTokenID()).isEqualTo("1");
        assertThat(token.getRawToken()).isEqualTo(text);
        assertThat(token.<String>claim(Claims.upn)).contains("ann@example.org");
    }

    @Test
    void givesOtherClaimsAsJsonAndTextAsText() {
        assertThat(token.<JsonNumber>getClaim("level").intValue()).isEqualTo(3);
        assertThat(token.<JsonArray>getClaim("flags").getBoolean(0)).isTrue();
        assertThat(token.<JsonObject>getClaim("address").getString("city")).isEqualTo("Rome");
        assertThat(token.<String>getClaim("nick")).isEqualTo("A");
        assertThat(token.<Object>getClaim("none")).isNull();
        assertThat(token.containsClaim("level")).isTrue();
        assertThat(token.getClaimNames()).contains("iss", "tenant", "address", "raw_token");
    }

    @Test
    void knowsTheUserOfATokenThatNamesNoTenant() {
        JsonWebToken bearer = BearerToken.withoutTenant("bob", text.replace(".sig", ".other"));

        assertThat(bearer.getSubject()).isEqualTo("bob");
        assertThat(bearer.<String>getClaim("tenant")).as("as the token has it").isEqualTo("acme");
    }

    @Test
    void saysWhoseItIsAsItWasVerifiedAndNotAsItClaims() {
        Identity own = new Identity(
                new TenantId("acme"), "ann", Set.of(), Set.of(), Instant.MAX, "ann@example.org", "s1", true, "");

        assertThat(token.<Object>getClaim(Identity.OWN)).isEqualTo(false);
        assertThat(BearerToken.withoutTenant("bob", text).<Object>getClaim(Identity.OWN))
                .isEqualTo(false);
        assertThat(BearerToken.of(own, text).<Object>getClaim(Identity.OWN)).isEqualTo(true);
        assertThat(BearerToken.NONE.<Object>getClaim(Identity.OWN)).isNull();
    }

    @Test
    void isNobodyWithoutAToken() {
        assertThat(BearerToken.NONE.getName()).isNull();
        assertThat(BearerToken.NONE.getClaimNames()).isNull();
        assertThat(BearerToken.NONE.<Object>getClaim("sub")).isNull();
        assertThat(BearerToken.NONE.getRawToken()).isNull();
    }
}
