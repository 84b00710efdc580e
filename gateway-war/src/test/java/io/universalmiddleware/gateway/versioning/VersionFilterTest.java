package io.universalmiddleware.gateway.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Passage;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.rewriting.Rewrite;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionFilterTest {
    private static final Pool OLD = Passage.pool("orders-v1");
    private static final Versions VERSIONS = Documents.read(
            Versions::read,
            "{'versions':[{'name':'1','origin':'orders-v1','deprecated':'2026-01-01','sunset':'2027-01-01','rewrite':{'prefix':'/old'}},"
                    + "{'name':'2'}],'header':'API-Version','segment':0,'stripSegment':true,'default':'2'}");

    private final Clock before = Clock.fixed(Instant.parse("2026-12-31T00:00:00Z"), ZoneOffset.UTC);
    private final VersionCallers callers = new VersionCallers(before);

    @Test
    void sendsAVersionWhereItIsServedAndTellsOfItsEnd() {
        VersionFilter filter = filter(before);
        Passage passage = Passage.of("GET", "/v1/x").through(filter);
        passage.call.caller(new Caller(Caller.Kind.KEY, "", Set.of(), Set.of(), "k1", "till"));

        Fields answer = passage.back(filter, 200, "Vary", "Accept");

        assertThat(passage.passed).isTrue();
        assertThat(passage.call.pool()).isSameAs(OLD);
        assertThat(passage.call.path()).isEqualTo("/x");
        assertThat(filter.rewrite(passage.call, null)).isNotNull();
        assertThat(answer.get("Deprecation")).isEqualTo("@1767225600");
        assertThat(answer.get("Sunset")).isEqualTo("Fri, 01 Jan 2027 00:00:00 GMT");
        assertThat(answer.all("Vary")).containsExactly("Accept", "API-Version");
        assertThat(callers.drain()).extracting(VersionCallers.Caller::caller).containsExactly("till");
    }

    @Test
    void aVersionWithoutAnEndIsNotCounted() {
        VersionFilter filter = filter(before);
        Rewrite ofRoute = Documents.read(Rewrite::read, "{}");
        Passage passage = Passage.of("GET", "/x").through(filter);

        assertThat(passage.back(filter, 200).has("Sunset")).isFalse();
        assertThat(filter.rewrite(passage.call, ofRoute)).isSameAs(ofRoute);
        assertThat(callers.drain()).isEmpty();
    }

    @Test
    void isGoneAfterItsSunset() {
        VersionFilter filter = filter(Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC));
        Passage passage = Passage.of("GET", "/x", "API-Version", "1").through(filter);
        assertThat(passage.refusal).as("first it is asked who calls").isNull();
        passage.call.caller(new Caller(Caller.Kind.USER, "ann", Set.of(), Set.of(), "", ""));
        passage.through(filter.sunset());

        assertThat(passage.refusal).isNotNull();
        assertThat(passage.refusal.type().status()).isEqualTo(410);
        assertThat(passage.back(filter, 410).has("Sunset")).isTrue();
        assertThat(callers.drain()).extracting(VersionCallers.Caller::caller).containsExactly("ann");
    }

    @Test
    void aVersionThatThereIsNotIsNotFound() {
        Passage passage = Passage.of("GET", "/v7/x").through(filter(before));

        assertThat(passage.refusal).isNotNull();
        assertThat(passage.refusal.type().status()).isEqualTo(404);
    }

    private VersionFilter filter(Clock clock) {
        return new VersionFilter(VERSIONS, Map.of("orders-v1", OLD), callers, clock);
    }
}
