package io.universalmiddleware.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
    private static final Upstream ANYWHERE = Upstream.of(
            "anywhere", URI.create("http://127.0.0.1:1"), new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO));

    @ParameterizedTest
    @CsvSource({"/api, /api", "/api/, /api", "/api/v1/x, /api", "/api/v1/hub/x, /api/v1/hub", "/apis,", "/,", "/x/api,"
    })
    void theLongestPrefixOfWholeSegmentsWins(String path, String prefix) {
        RouteTable table = new RouteTable(List.of(route("/api"), route("/api/v1/hub")));

        assertThat(table.match(path).map(Route::prefix)).isEqualTo(Optional.ofNullable(prefix));
    }

    @Test
    void refusesTwoRoutesForOnePrefix() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RouteTable(List.of(route("/a"), route("/a"))));
    }

    @Test
    void refusesAnUpstreamWithAPath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Upstream.of("x", URI.create("http://h/path"), ANYWHERE.patience()));
    }

    @Property
    void findsWhatATrialOfEveryRouteFinds(@ForAll("prefixes") List<String> prefixes, @ForAll("prefix") String path) {
        List<Route> routes = new ArrayList<>(
                prefixes.stream().distinct().map(RouteTableTest::route).toList());

        Optional<Route> slow = routes.stream()
                .filter(r -> path.equals(r.prefix()) || path.startsWith(r.prefix() + "/"))
                .max(Comparator.comparingInt(r -> r.prefix().length()));

        assertThat(new RouteTable(routes).match(path)).isEqualTo(slow);
    }

    @Provide
    Arbitrary<String> prefix() {
        return Arbitraries.of("a", "b", "ab").list().ofMinSize(1).ofMaxSize(4).map(s -> "/" + String.join("/", s));
    }

    @Provide
    Arbitrary<List<String>> prefixes() {
        return prefix().list().ofMaxSize(8);
    }

    private static Route route(String prefix) {
        return new Route(prefix, ANYWHERE);
    }
}
