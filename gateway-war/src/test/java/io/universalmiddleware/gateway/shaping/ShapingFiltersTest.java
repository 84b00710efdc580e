package io.universalmiddleware.gateway.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Passage;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ShapingFiltersTest {
    private static final String EVERYTHING =
            "{'cors':{'origins':['*']},'security':{},'compress':{},'maintenance':{},'fault':{'abort':{}},"
                    + "'versions':{'header':'V','versions':[{'name':'1','origin':'a'},{'name':'2','origin':'b'}]},"
                    + "'validate':{'schema':{}},'body':{'request':{'changes':[{'remove':'/a'}]}},'headers':{},'rewrite':{},"
                    + "'split':{'rules':[{'origin':'c','weight':1}]},'mirror':{'origin':'d'}}";

    @Test
    void standInTheirOrder() {
        ShapingFilters filters = filters(EVERYTHING);

        assertThat(filters.outer())
                .extracting(filter -> filter.getClass().getSimpleName())
                .containsExactly(
                        "CorsFilter",
                        "SecurityHeadersFilter",
                        "CompressionFilter",
                        "MaintenanceFilter",
                        "FaultFilter",
                        "VersionFilter");
        assertThat(filters.middle())
                .extracting(filter -> filter.getClass().getSimpleName())
                .hasSize(2)
                .endsWith("SplitFilter");
        assertThat(filters.inner())
                .extracting(filter -> filter.getClass().getSimpleName())
                .containsExactly("ValidationFilter", "TransformationFilter", "RewritingFilter", "MirrorFilter");
    }

    @Test
    void aRouteWithoutThemHasNone() {
        assertThat(filters("{}")).isEqualTo(filters("{'maintenance':{'enabled':false}}"));
        assertThat(filters("{}").outer()).isEmpty();
        assertThat(filters("{}").middle()).isEmpty();
        assertThat(filters("{}").inner()).isEmpty();
    }

    @Test
    void everyOriginThatIsNamedIsTold() {
        assertThat(Documents.read(Shaping::read, EVERYTHING).origins())
                .containsOnlyKeys("a", "b", "c", "d")
                .containsEntry("d", "/mirror/origin");
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceInTheRoute() {
        assertThat(Documents.wrongIn(
                        Shaping::read,
                        "{'cors':{},'rewrite':{'regex':{'pattern':'('}},'split':{'rules':[{'weight':1}]}}"))
                .contains(
                        "/cors/origins",
                        "/rewrite/regex/pattern",
                        "/rewrite/regex/replacement",
                        "/split/rules/0/origin");
    }

    @Test
    void theNamesOfARoutesTemplateAreChecked() {
        assertThat(Documents.wrongIn(Shaping::read, "{'match':{'template':'/a/{i d}'}}"))
                .containsExactly("/match/template");
        assertThat(Documents.wrongIn(Shaping::read, "{'match':{'template':'/{a}/{a}'}}"))
                .containsExactly("/match/template");
        assertThat(Documents.wrongIn(Shaping::read, "{'match':{'template':'/a/{id}/{rest*}'}}"))
                .isEmpty();
    }

    private static ShapingFilters filters(String document) {
        return ShapingFilters.of(
                Documents.read(Shaping::read, document),
                null,
                Passage::pool,
                new VersionCallers(Clock.systemUTC()),
                Clock.systemUTC());
    }
}
