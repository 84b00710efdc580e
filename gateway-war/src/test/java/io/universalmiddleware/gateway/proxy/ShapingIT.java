package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.cors.Cors;
import io.universalmiddleware.gateway.cors.CorsFilter;
import io.universalmiddleware.gateway.cors.SecurityHeaders;
import io.universalmiddleware.gateway.cors.SecurityHeadersFilter;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.rewriting.HeaderChanges;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import io.universalmiddleware.gateway.rewriting.Rewrite;
import io.universalmiddleware.gateway.rewriting.RewritingFilter;
import io.universalmiddleware.gateway.splitting.Maintenance;
import io.universalmiddleware.gateway.splitting.MaintenanceFilter;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route changes in requests and in the heads of answers. */
class ShapingIT extends ShapedEdge {
    @Test
    void theOriginSeesTheRewrittenRequest() throws IOException {
        Filter rewriting = new RewritingFilter(
                call -> Documents.read(
                        Rewrite::read,
                        "{'template':{'from':'/a/{id}','to':'/b/{id}'},'query':{'remove':['debug']},'host':'inner.example:81'}"),
                Documents.read(
                        HeaderChanges::read,
                        "{'request':{'set':{'X-Note':'{tenant} {path.id}'}},'response':{'set':{'X-Out':'{method}'}}}"),
                PathTemplate.of("/a/{id}"));

        RawClient.Response response = through(get("/a/%C3%BC?debug=1&x=2"), rewriting);

        assertThat(response.body()).isEqualTo("GET /b/%C3%BC?x=2 host=inner.example:81 note=shop %C3%BC ");
        assertThat(response.header("X-Out")).isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a..", "/a/../..", "/a%2e%2e", "/a//", "/a..%2f"})
    void noPathLeadsOutOfWhatTheRuleSays(String path) throws IOException {
        Filter rewriting = new RewritingFilter(
                call -> Documents.read(Rewrite::read, "{'regex':{'pattern':'^/a(.*)$','replacement':'/in/$1'}}"),
                null,
                null);
        int before = fixture.seenByOrigin.get();

        assertThat(through(get(path), rewriting).status()).isEqualTo(400);
        assertThat(fixture.seenByOrigin.get()).isEqualTo(before);
    }

    @Test
    void aPreflightNeverReachesTheOriginAndEveryAnswerSaysWhoMayReadIt() throws IOException {
        Filter cors = new CorsFilter(Documents.read(
                Cors::read,
                "{'origins':['https://app.example'],'methods':['PUT'],'headers':['X-Key'],'expose':['X-Out']}"));
        Filter down = new MaintenanceFilter(Documents.read(Maintenance::read, "{}"));
        int before = fixture.seenByOrigin.get();

        RawClient.Response preflight = through(
                "OPTIONS /a HTTP/1.1\r\nHost: shop.localhost\r\nOrigin: https://app.example\r\n"
                        + "Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: x-key\r\n\r\n",
                cors);
        RawClient.Response stranger = through(
                "OPTIONS /a HTTP/1.1\r\nHost: shop.localhost\r\nOrigin: https://evil.example\r\n"
                        + "Access-Control-Request-Method: PUT\r\n\r\n",
                cors);
        RawClient.Response refused = through(get("/a", "Origin: https://app.example"), cors, down);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("x-key");
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("300");
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(refused.header("Vary")).contains("Origin");
        assertThat(fixture.seenByOrigin.get()).isEqualTo(before);
    }

    @Test
    void noRouteSetsThePlatformsCookieWhateverItsHeadersSay() throws IOException {
        Filter rewriting = new RewritingFilter(
                call -> null,
                Documents.read(
                        HeaderChanges::read,
                        "{'response':{'set':{'Set-Cookie':'__Host-um-session=x; Path=/; Secure'},"
                                + "'add':{'Set-Cookie':'{path.name}=y; Path=/; Secure'}}}"),
                PathTemplate.of("/a/{name}"));
        Filter down = new MaintenanceFilter(Documents.read(Maintenance::read, "{}"));

        assertThat(through(get("/a/own"), rewriting).header("Set-Cookie")).isEqualTo("own=y; Path=/; Secure");
        assertThat(through(get("/a/__Host-um-session"), rewriting).header("Set-Cookie"))
                .isEmpty();
        assertThat(through(get("/a/__Host-um-session"), rewriting, down).header("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void theServerIsHiddenAndTheBrowserTold() throws IOException {
        RawClient.Response response =
                through(get("/server"), new SecurityHeadersFilter(Documents.read(SecurityHeaders::read, "{}")));

        assertThat(response.header("Server")).isEmpty();
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Strict-Transport-Security")).isEmpty();
    }
}
