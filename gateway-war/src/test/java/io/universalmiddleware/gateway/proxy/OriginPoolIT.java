package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionCounter;
import io.universalmiddleware.gateway.pool.OriginKey;
import io.universalmiddleware.gateway.pool.PoolConfig;
import io.universalmiddleware.gateway.upkeep.Upkeep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which target of a pool a request goes to, and what is shown of them. */
class OriginPoolIT extends PooledOrigins {
    @Test
    void aStickyClientStaysAndAHashedOneGoesToItsOwn() throws Exception {
        int a = origin("a", PooledOrigins::ok);
        int b = origin("b", PooledOrigins::ok);
        int c = origin("c", PooledOrigins::ok);
        serve(pool("sticky", "'sticky':{'cookie':'SRV'}", a, b, c));
        RawClient.Response first = get("/", "");
        String cookie = first.header("Set-Cookie");
        assertThat(cookie).startsWith("SRV=");
        for (int i = 0; i < 20; i++) {
            RawClient.Response again = get("/", "Cookie: " + cookie.substring(0, cookie.indexOf(';')) + "\r\n");
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.header("Set-Cookie")).isEmpty();
        }

        serve(pool("hashed", "'balance':'consistent-hash','hash':{'header':'X-User'}", a, b, c));
        for (String user : List.of("ann", "bob", "cleo")) {
            String owner = get("/", "X-User: " + user + "\r\n").body();
            for (int i = 0; i < 10; i++) {
                assertThat(get("/", "X-User: " + user + "\r\n").body()).isEqualTo(owner);
            }
        }
    }

    @Test
    void whatIsNotAllowedIsNeverConnectedToAndNoRedirectIsFollowed() throws Exception {
        int canary = origin("canary", PooledOrigins::ok);
        int moved = origin(
                "moved",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://127.0.0.1:" + canary + "/secret")
                        .end());
        try (Upkeep closed = upkeep("")) {
            PoolConfig config = config("'health':{'interval':'100ms'}", canary);
            closed.pools().apply(Map.of(new OriginKey("shop", "inside"), config));
            serve(closed.pools().of(new OriginKey("shop", "inside"), config));

            assertThat(get("/", "").status()).isEqualTo(503);
            assertThat(closed.pools().states().get(0).faults().get(0)).contains("loopback");
        }
        serve(pool("moved", "", moved));

        assertThat(get("/", "").status()).isEqualTo(302);
        assertThat(seen("canary")).isZero();
    }

    @Test
    void whatIsKnownOfTargetsIsShownAndGoesWithThem() throws Exception {
        int a = origin("a", PooledOrigins::ok);
        serve(pool("web", "", a));
        get("/", "");
        await().until(() -> answeredShown() == 1);
        assertThat(fixture.metrics.get("um.edge.target.up").gauge().value()).isEqualTo(1);
        assertThat(fixture.metrics.get("um.edge.origin.breaker.open").gauge().value())
                .isZero();

        upkeep.pools().apply(Map.of());
        await().until(() -> fixture.metrics.find("um.edge.target.up").gauge() == null);
        await().until(() -> fixture.metrics.find("um.edge.origin.waiting").gauge() == null);
    }

    private double answeredShown() {
        FunctionCounter counter = fixture.metrics
                .find("um.edge.target.attempts")
                .tags("tenant", "shop", "origin", "web", "outcome", "answered")
                .functionCounter();
        return counter == null ? -1 : counter.count();
    }
}
