package io.universalmiddleware.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.persistence.analytics.LogQuery;
import io.universalmiddleware.persistence.analytics.TrafficQuery;
import io.universalmiddleware.persistence.analytics.TrafficQuery.Dimension;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Administrator OPERATOR = new Administrator("operator", "olga", true);
    private static final Administrator SHOPKEEPER = new Administrator("shop", "sam", false);

    @Test
    void aSummaryIsOfTheLastHourUnlessItSaysOtherwise() {
        TrafficQuery query = summary(OPERATOR, "");

        assertThat(query.from()).isEqualTo("2026-11-21T11:34:00Z");
        assertThat(query.to()).isEqualTo("2026-11-21T12:35:00Z");
        assertThat(query.hours()).isFalse();
        assertThat(query.tenant()).isNull();
        assertThat(query.by()).isEmpty();
    }

    @Test
    void longAndOldTimesAreAskedOfHours() {
        assertThat(summary(OPERATOR, "since=30d").hours()).isTrue();
        TrafficQuery old =
                summary(OPERATOR, "from=2026-11-01T00:10:00Z", "to=2026-11-01T03:20:00Z", "groupBy=route,status");
        assertThat(old.hours()).isTrue();
        assertThat(old.from()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(old.to()).isEqualTo("2026-11-01T04:00:00Z");
        assertThat(old.by()).containsExactlyInAnyOrder(Dimension.ROUTE, Dimension.STATUS);
    }

    @Test
    void aTenantsAdministratorAsksOfThatTenantAlone() {
        assertThat(summary(SHOPKEEPER, "").tenant()).isEqualTo("shop");
        assertThat(summary(SHOPKEEPER, "tenant=shop").tenant()).isEqualTo("shop");
        ProblemException crossing =
                catchThrowableOfType(ProblemException.class, () -> summary(SHOPKEEPER, "tenant=bank"));
        assertThat(crossing.problem().status()).isEqualTo(404);
        assertThat(catchThrowableOfType(ProblemException.class, () -> log(SHOPKEEPER, "tenant=bank"))
                        .problem()
                        .status())
                .isEqualTo(404);
        assertThat(log(SHOPKEEPER, "").tenant()).isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, from",
        "from=2026-11-21T13:00:00Z, from",
        "since=forever, since",
        "since=500d, since",
        "from=2020-01-01T00:00:00Z, from",
        "groupBy=colour, groupBy",
        "status=abc, status",
        "status=9xx, status",
        "limit=0, limit",
        "limit=-1, limit",
        "limit=99999999999, limit",
        "route=a\tb, route",
        "nonsense=1, nonsense",
    })
    void whatIsNotValidIsNamed(String parameter, String name) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> summary(OPERATOR, parameter));

        assertThat(refused).isNotNull();
        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().violations())
                .extracting(Violation::pointer)
                .contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "step=90s, step",
        "step=0s, step",
        "since=48h&step=1m, step",
        "since=30d&step=5m, step",
        "since=20h&step=1m&limit=50, step",
    })
    void whatWouldCostTooMuchIsRefused(String parameters, String name) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> series(parameters.split("&")));

        assertThat(refused).isNotNull();
        assertThat(refused.problem().violations())
                .extracting(Violation::pointer)
                .contains(name);
    }

    @Test
    void aSeriesHasAStepThatSuitsItsTime() {
        assertThat(series("since=1h").step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(series("since=24h").step()).isEqualTo(Duration.ofMinutes(15));
        assertThat(series("since=30d").step()).isEqualTo(Duration.ofHours(6));
        assertThat(series("since=400d", "limit=5").step()).isEqualTo(Duration.ofDays(5));
    }

    @ParameterizedTest
    @CsvSource({
        "cursor=x, cursor",
        "cursor=1-2-3, cursor",
        "minDuration=slow, minDuration",
        "limit=500, limit",
        "since=91d, since"
    })
    void theLogNamesWhatIsNotValidToo(String parameter, String name) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> log(OPERATOR, parameter));

        assertThat(refused).isNotNull();
        assertThat(refused.problem().violations())
                .extracting(Violation::pointer)
                .contains(name);
    }

    @Test
    void aCursorLeadsBehindItsPlace() {
        LogQuery.Place place = new LogQuery.Place(NOW, 17);

        assertThat(log(OPERATOR, "cursor=" + LogQuestion.cursor(place)).after()).isEqualTo(place);
    }

    private static TrafficQuery summary(Administrator by, String... parameters) {
        return TrafficQuestion.summary(by, of(parameters), NOW, WEEK);
    }

    private static TrafficQuery series(String... parameters) {
        return TrafficQuestion.series(OPERATOR, of(parameters), NOW, WEEK);
    }

    private static LogQuery log(Administrator by, String... parameters) {
        return LogQuestion.of(by, of(parameters), NOW, 50, 200);
    }

    private static Parameters of(String... parameters) {
        MultivaluedHashMap<String, String> map = new MultivaluedHashMap<>();
        Arrays.stream(parameters)
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .forEach(parts -> map.add(parts[0], parts[1]));
        return new Parameters(map);
    }
}
