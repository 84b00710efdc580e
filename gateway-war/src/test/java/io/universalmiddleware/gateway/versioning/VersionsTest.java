package io.universalmiddleware.gateway.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
    private static final String EVERYWHERE =
            "{'versions':[{'name':'1','deprecated':'2026-01-01','sunset':'2027-01-01T12:00:00Z',"
                    + "'documentation':'https://x.example/why?a=b','successor':'/v2'},{'name':'2'}],"
                    + "'segment':1,'stripSegment':true,'header':'API-Version','parameter':'version','default':'2'}";

    @ParameterizedTest
    @CsvSource({
        "/api/v1/x, '', '', 1, /api/x",
        "/api/2/x, '', '', 2, /api/x",
        "/api/v1, '', '', 1, /api",
        "/api/x, 1, '', 1, /api/x",
        "/api/x, '', application/json;version=1, 1, /api/x",
        "/api/x, '', 'text/html, application/json; q=0.5; version=\"1\"', 1, /api/x",
        "/api/x, '', '', 2, /api/x",
        "/api/v1/x, 2, application/json;version=2, 1, /api/x",
        "/api/x, 1, application/json;version=2, 1, /api/x",
        "/, '', '', 2, /",
        "/api/voice, '', '', 2, /api/voice"
    })
    void findsTheVersionThatIsMeant(String path, String header, String accept, String version, String goesOn) {
        Versions.Meant meant = Documents.read(Versions::read, EVERYWHERE).meant(path, request(header, accept));

        assertThat(meant).isInstanceOf(Versions.Known.class);
        assertThat(((Versions.Known) meant).version().name()).isEqualTo(version);
        assertThat(((Versions.Known) meant).path()).isEqualTo(goesOn);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v9/x, '', '', PATH",
        "/api/x, 9, '', HEADER",
        "/api/x, '', application/json;version=9, ACCEPT",
    })
    void neverServesAnotherThanTheOneThatIsNamed(String path, String header, String accept, Versions.Place where) {
        assertThat(Documents.read(Versions::read, EVERYWHERE).meant(path, request(header, accept)))
                .isEqualTo(new Versions.Unknown(where));
    }

    @Test
    void aHeaderThatStandsTwiceNamesNothing() {
        FieldList request = FieldList.of("API-Version", "1", "api-version", "2");

        assertThat(Documents.read(Versions::read, EVERYWHERE).meant("/api/x", request))
                .isEqualTo(new Versions.Unknown(Versions.Place.HEADER));
    }

    @Test
    void withoutADefaultARequestMustNameOne() {
        Versions versions = Documents.read(Versions::read, "{'versions':[{'name':'1'}],'header':'V'}");

        assertThat(versions.meant("/", new FieldList())).isEqualTo(new Versions.Unknown(Versions.Place.NOWHERE));
    }

    @Test
    void tellsOfTheEnd() {
        Versions.Known known =
                (Versions.Known) Documents.read(Versions::read, EVERYWHERE).meant("/api/v1", new FieldList());
        FieldList answer = FieldList.of("Link", "</style.css>; rel=preload");

        known.version().tell(answer);

        assertThat(answer.get("Deprecation")).isEqualTo("@1767225600");
        assertThat(answer.get("Sunset")).isEqualTo("Fri, 01 Jan 2027 12:00:00 GMT");
        assertThat(answer.all("Link"))
                .containsExactly(
                        "</style.css>; rel=preload",
                        "<https://x.example/why?a=b>; rel=\"deprecation\"",
                        "</v2>; rel=\"successor-version\"");
    }

    @Test
    void isGoneFromItsSunsetOn() {
        ApiVersion version = ((Versions.Known)
                        Documents.read(Versions::read, EVERYWHERE).meant("/api/v1", new FieldList()))
                .version();

        assertThat(version.isGone(Instant.parse("2027-01-01T11:59:59Z"))).isFalse();
        assertThat(version.isGone(Instant.parse("2027-01-01T12:00:00Z"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'header':'V'}",
                "{'versions':[{'name':'1'}]}",
                "{'versions':[{'name':'1'},{'name':'1'}],'header':'V'}",
                "{'versions':[{'name':'a b'}],'header':'V'}",
                "{'versions':[{'name':'1'}],'header':'V V'}",
                "{'versions':[{'name':'1'}],'header':'V','default':'2'}",
                "{'versions':[{'name':'1','sunset':'tomorrow'}],'header':'V'}",
                "{'versions':[{'name':'1','deprecated':'2027-01-01','sunset':'2026-01-01'}],'header':'V'}",
                "{'versions':[{'name':'1','documentation':'no uri'}],'header':'V'}",
                "{'versions':[{'name':'1','rewrite':{'prefix':'x'}}],'header':'V'}"
            })
    void namesWhatIsWrong(String document) {
        assertThat(Documents.wrongIn(Versions::read, document)).isNotEmpty();
    }

    @Property
    void whateverARequestSaysIsRead(@ForAll String accept) {
        assertThat(MediaTypeParameter.of(List.of(accept, "a/b;version=" + accept), "version"))
                .satisfiesAnyOf(
                        found -> assertThat(found).isNull(),
                        found -> assertThat(found).isNotNull());
    }

    private static FieldList request(String header, String accept) {
        FieldList request = new FieldList();
        if (!header.isEmpty()) {
            request.add("api-version", header);
        }
        if (!accept.isEmpty()) {
            request.add("Accept", accept);
        }
        return request;
    }
}
