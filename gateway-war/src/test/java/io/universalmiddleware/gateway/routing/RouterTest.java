package io.universalmiddleware.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.universalmiddleware.gateway.http.FieldList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {

    @Test
    void theMoreSpecificPathGoesFirst() {
        Router<String> router = router(
                rule("all", PathPattern.prefix("/")),
                rule("regex", PathPattern.regex("/users/[0-9]+")),
                rule("prefix", PathPattern.prefix("/users")),
                rule("longer", PathPattern.prefix("/users/me")),
                rule("template", PathPattern.template("/users/{id}")),
                rule("literal", PathPattern.template("/users/{id}/orders")),
                rule("exact", PathPattern.exact("/users/me")),
                rule("rest", PathPattern.template("/files/{path*}")));

        assertThat(router.match(get("/users/me"))).isEqualTo("exact");
        assertThat(router.match(get("/users/42"))).isEqualTo("template");
        assertThat(router.match(get("/users/42/orders"))).isEqualTo("literal");
        assertThat(router.match(get("/users/me/x"))).isEqualTo("longer");
        assertThat(router.match(get("/users"))).isEqualTo("prefix");
        assertThat(router.match(get("/users/"))).isEqualTo("prefix");
        assertThat(router.match(get("/usersx"))).isEqualTo("all");
        assertThat(router.match(get("/files/a/b"))).isEqualTo("rest");
        assertThat(router.match(get("/files/"))).isEqualTo("all");
        assertThat(router.match(get("/"))).isEqualTo("all");
    }

    @Test
    void priorityGoesBeforeEverything() {
        Router<String> router = router(
                new RouteRule<>(RouteMatch.of(PathPattern.exact("/a")), 0, "exact"),
                new RouteRule<>(RouteMatch.of(PathPattern.regex("/.*")), 1, "first"));

        assertThat(router.match(get("/a"))).isEqualTo("first");
    }

    @Test
    void expressionsAreTriedInOrderAndMatchTheWholePath() {
        Router<String> router = router(
                rule("one", PathPattern.regex("/v[0-9]/.*")),
                rule("two", PathPattern.regex("/v1/x")),
                rule("optional", PathPattern.regex("/api/?x")));

        assertThat(router.match(get("/v1/x"))).isEqualTo("one");
        assertThat(router.match(get("/v1"))).isNull();
        assertThat(router.match(get("/apix"))).isEqualTo("optional");
        assertThat(router.match(get("/api/x"))).isEqualTo("optional");
    }

    @Test
    void hostsFieldsAndParametersAreConditions() {
        RouteMatch any = RouteMatch.of(PathPattern.prefix("/"));
        Router<String> router = router(
                new RouteRule<>(any, 0, "any"),
                new RouteRule<>(with(List.of("*.b.example"), Map.of(), Map.of()), 0, "below"),
                new RouteRule<>(with(List.of("a.b.example"), Map.of(), Map.of()), 0, "host"),
                new RouteRule<>(with(List.of(), Map.of("X-Version", "2"), Map.of()), 0, "field"),
                new RouteRule<>(with(List.of(), Map.of("X-Version", "2"), Map.of("beta", "*")), 0, "both"));

        assertThat(router.match(ask("GET", "c.b.example", "/", null))).isEqualTo("below");
        assertThat(router.match(ask("GET", "d.c.b.example", "/", null))).isEqualTo("below");
        assertThat(router.match(ask("GET", "b.example", "/", null))).isEqualTo("any");
        assertThat(router.match(ask("GET", "a.b.example", "/", null))).isEqualTo("host");
        assertThat(router.match(ask("GET", "x", "/", null, "x-version", "2"))).isEqualTo("field");
        assertThat(router.match(ask("GET", "x", "/", "a=1&b%65ta", "x-version", "2")))
                .isEqualTo("both");
        assertThat(router.match(ask("GET", "x", "/", "a=beta", "x-version", "2")))
                .isEqualTo("field");
        assertThat(router.match(ask("GET", "x", "/", null, "x-version", "3"))).isEqualTo("any");
    }

    @Test
    void otherMethodsAreTold() {
        Router<String> router =
                router(new RouteRule<>(only("GET"), 0, "read"), new RouteRule<>(only("POST", "PUT"), 0, "write"));

        assertThat(router.match(ask("HEAD", "x", "/a", null))).isEqualTo("read");
        assertThat(router.match(ask("DELETE", "x", "/a", null))).isNull();
        assertThat(router.methods(ask("DELETE", "x", "/a", null))).containsExactly("GET", "HEAD", "POST", "PUT");
        assertThat(router.methods(ask("DELETE", "x", "/b", null))).isEmpty();
    }

    @Test
    void patternsAreHeldToTheCanonicalForm() {
        assertThat(router(rule("a", PathPattern.exact("/%61%c3%a4/./b"))).match(get("/a%C3%A4/b")))
                .isEqualTo("a");
        for (String wrong : List.of("a", "/a//b", "/a?b", "/a%2fb", "http://a/b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.exact(wrong));
        }
        for (String wrong : List.of("a", "/a{b}", "/{a*}/b", "/./{a}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.template(wrong));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.regex("("));
        assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.regex("((a{1000}){1000}){1000}"));
    }

    @Test
    void manyRoutesCostNoMoreSegments() {
        List<RouteRule<String>> rules = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rules.add(rule("r" + i, PathPattern.template("/service" + i + "/{id}/x")));
        }
        Router<String> router = new Router<>(rules);

        assertThat(router.match(get("/service9999/1/x"))).isEqualTo("r9999");
        assertThat(router.match(get("/service10000/1/x"))).isNull();
    }

    @SafeVarargs
    private static Router<String> router(RouteRule<String>... rules) {
        return new Router<>(Arrays.asList(rules));
    }

    private static RouteRule<String> rule(String name, PathPattern path) {
        return new RouteRule<>(RouteMatch.of(path), 0, name);
    }

    private static RouteMatch only(String... methods) {
        return new RouteMatch(PathPattern.exact("/a"), Set.of(methods), List.of(), Map.of(), Map.of());
    }

    private static RouteMatch with(List<String> hosts, Map<String, String> headers, Map<String, String> query) {
        return new RouteMatch(PathPattern.prefix("/"), Set.of(), hosts, headers, query);
    }

    private static RouteQuestion get(String path) {
        return ask("GET", "x", path, null);
    }

    private static RouteQuestion ask(String method, String host, String path, String query, String... fields) {
        return new RouteQuestion(method, host, path, query, FieldList.of(fields));
    }
}
