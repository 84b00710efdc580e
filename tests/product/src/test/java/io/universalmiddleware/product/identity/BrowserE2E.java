package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A session that a browser holds by a cookie, through the edge. */
@BootedProduct
class BrowserE2E {
    private static final String AUTH = "/api/v1/auth/";
    private static final String PASSWORD = "correct horse battery staple";

    private final Product product;
    private final Caller nobody;

    BrowserE2E(Product product) {
        this.product = product;
        this.nobody = new Caller(product.edge(), null);
    }

    @Test
    void aBrowserGetsTokensByItsCookieUntilItIsClosed() {
        String email = "b" + UUID.randomUUID().toString().substring(0, 8) + "@example.org";
        String credentials = Caller.json(Map.of("email", email, "password", PASSWORD));
        nobody.post(AUTH + "register", credentials).isStatus(202);
        String access = nobody.post(AUTH + "login", credentials)
                .isStatus(200)
                .json()
                .path("access_token")
                .asText();

        Caller user = new Caller(product.edge(), access);
        user.post(AUTH + "browser", "").isProblem(403, "forbidden");
        Answer opened =
                user.post(AUTH + "browser", "", "Sec-Fetch-Site", "same-origin").isStatus(204);
        user.post(AUTH + "browser", "", "Sec-Fetch-Site", "same-origin").isProblem(409, "conflict");
        String cookie = opened.header("Set-Cookie");
        assertThat(cookie)
                .startsWith("__Host-um-session=umb_")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
        String held = cookie.substring(0, cookie.indexOf(';'));

        Answer got = nobody.post(
                        AUTH + "browser/token",
                        "",
                        "Cookie",
                        held,
                        "Origin",
                        product.edge().toString())
                .isStatus(200);
        assertThat(got.header("Cache-Control")).isEqualTo("no-store");
        new Caller(product.edge(), got.json().path("access_token").asText())
                .get("/api/v1/commands")
                .isStatus(200);
        nobody.post(AUTH + "browser/token", "", "Cookie", held, "Origin", "https://evil.example")
                .isProblem(403, "forbidden");
        nobody.post(AUTH + "browser/token", "", "Cookie", held).isProblem(403, "forbidden");
        nobody.post(AUTH + "browser/token", "", "Sec-Fetch-Site", "same-origin").isProblem(401, "unauthenticated");

        nobody.send("DELETE", AUTH + "browser", null, "Cookie", held, "Sec-Fetch-Site", "cross-site")
                .isProblem(403, "forbidden");
        Answer closed = nobody.send("DELETE", AUTH + "browser", null, "Cookie", held, "Sec-Fetch-Site", "same-origin")
                .isStatus(204);
        assertThat(closed.header("Set-Cookie")).startsWith("__Host-um-session=; Max-Age=0");
        nobody.post(AUTH + "browser/token", "", "Cookie", held, "Sec-Fetch-Site", "same-origin")
                .isProblem(401, "unauthenticated");
        assertThat(product.log()).noneMatch(line -> line.contains(held.substring(held.indexOf('=') + 1)));
    }
}
