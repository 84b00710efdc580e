package io.universalmiddleware.gateway.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String STRICT =
            "{'origins':['https://app.example.com','https://*.example.org','http://localhost:3000'],"
                    + "'methods':['GET','PUT'],'headers':['X-Key'],'expose':['ETag','X-Total'],'credentials':true,'maxAge':'1h'}";

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, true",
        "http://app.example.com, false",
        "https://app.example.com:444, false",
        "https://APP.example.com, false",
        "https://evil.com, false",
        "https://app.example.com.evil.com, false",
        "https://a.example.org, true",
        "https://a.b.example.org, true",
        "https://example.org, false",
        "https://evilexample.org, false",
        "https://.example.org, false",
        "https://a..example.org, false",
        "https://evil.com/.example.org, false",
        "https://evil.com#.example.org, false",
        "https://u@a.example.org, false",
        "http://a.example.org, false",
        "http://localhost:3000, true",
        "null, false",
        "'', false"
    })
    void coversOrigins(String origin, boolean covered) {
        FieldList answer = new FieldList();

        Documents.read(Cors::read, STRICT).answer(FieldList.of("Origin", origin), answer);

        assertThat(answer.has("Access-Control-Allow-Origin")).isEqualTo(covered);
        assertThat(answer.all("Vary")).containsExactly("Origin");
    }

    @Test
    void permitsAPreflightForWhatIsAllowed() {
        FieldList answer = new FieldList();

        String complaint = Documents.read(Cors::read, STRICT)
                .preflight(preflight("https://app.example.com", "PUT", "x-key, content-type"), answer);

        assertThat(complaint).isNull();
        assertThat(answer.get("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        assertThat(answer.get("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.get("Access-Control-Allow-Methods")).isEqualTo("GET, PUT");
        assertThat(answer.get("Access-Control-Allow-Headers")).isEqualTo("x-key, content-type");
        assertThat(answer.get("Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(answer.get("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.com, PUT, x-key",
        "https://app.example.com, DELETE, x-key",
        "https://app.example.com, put, x-key",
        "https://app.example.com, PUT, x-other",
        "https://app.example.com, PUT, 'x-key,,'",
        "https://app.example.com, PUT, 'x-key, bad name'"
    })
    void refusesAPreflightForWhatIsNot(String origin, String method, String fields) {
        FieldList answer = new FieldList();

        String complaint = Documents.read(Cors::read, STRICT).preflight(preflight(origin, method, fields), answer);

        assertThat(complaint).isNotNull();
        assertThat(answer.has("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void opensNoPrivateNetwork() {
        FieldList request = preflight("https://app.example.com", "GET", "");
        request.add("Access-Control-Request-Private-Network", "true");

        assertThat(Documents.read(Cors::read, STRICT).preflight(request, new FieldList()))
                .isNotNull();
    }

    @Test
    void twoOriginsAreNone() {
        FieldList request = FieldList.of("Origin", "https://app.example.com", "Origin", "https://evil.com");
        FieldList answer = new FieldList();

        Documents.read(Cors::read, STRICT).answer(request, answer);

        assertThat(answer.has("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void anyOriginIsAStarAndNeverWithCredentials() {
        FieldList answer = new FieldList();

        Documents.read(Cors::read, "{'origins':['*']}").answer(FieldList.of("Origin", "https://any.example"), answer);

        assertThat(answer.get("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.has("Access-Control-Allow-Credentials")).isFalse();
        assertThat(answer.has("Vary")).isFalse();
        assertThat(Documents.wrongIn(Cors::read, "{'origins':['*'],'credentials':true}"))
                .containsExactly("/credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'origins':[]}",
                "{'origins':['example.com']}",
                "{'origins':['https://*']}",
                "{'origins':['https://a.*.com']}",
                "{'origins':['https://example.com/']}",
                "{'origins':['*'],'methods':['GET POST']}",
                "{'origins':['*'],'headers':['a,b']}",
                "{'origins':['*'],'maxAge':'2d'}",
                "{'origins':['https://a.example'],'credentials':true,'expose':['*']}"
            })
    void namesWhatIsWrong(String document) {
        assertThat(Documents.wrongIn(Cors::read, document)).isNotEmpty();
    }

    @Property(tries = 2000)
    void neverRepeatsAnOriginThatIsNotCovered(@ForAll String origin, @ForAll String fields) {
        FieldList request;
        try {
            request = preflight(origin, "GET", fields);
        } catch (IllegalArgumentException noField) {
            return;
        }
        FieldList answer = new FieldList();

        Documents.read(Cors::read, STRICT).preflight(request, answer);

        assertThat(answer.has("Access-Control-Allow-Origin")).isFalse();
    }

    private static FieldList preflight(String origin, String method, String fields) {
        FieldList request = FieldList.of("Origin", origin, "Access-Control-Request-Method", method);
        if (!fields.isEmpty()) {
            request.add("Access-Control-Request-Headers", fields);
        }
        return request;
    }
}
