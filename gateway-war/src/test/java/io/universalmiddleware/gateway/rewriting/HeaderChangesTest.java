package io.universalmiddleware.gateway.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderChangesTest {

    @Test
    void removesSetsAndAddsInThisOrder() {
        HeaderChanges changes = Documents.read(
                HeaderChanges::read,
                "{'request':{'remove':['X-Old'],'set':{'X-Tenant-Name':'{tenant}'},'add':{'X-Old':'new','X-Note':'{{{route}}}'}},"
                        + "'response':{'remove':['Server'],'set':{'X-Served-For':'{request.id}'}}}");
        FieldList request = FieldList.of("x-old", "1", "X-OLD", "2", "x-tenant-name", "forged");
        FieldList response = FieldList.of("Server", "secret/1.0");
        Variables variables = Map.of("tenant", "acme", "route", "r", "request.id", "42")::get;

        changes.request(request, variables);
        changes.response(response, variables);

        assertThat(request.all("X-Old")).containsExactly("new");
        assertThat(request.all("X-Tenant-Name")).containsExactly("acme");
        assertThat(request.get("X-Note")).isEqualTo("{r}");
        assertThat(response.has("Server")).isFalse();
        assertThat(response.get("X-Served-For")).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "te",
                "Transfer-Encoding",
                "content-length",
                "Host",
                "Upgrade",
                "Trailer",
                "Expect",
                "X-Um-Caller",
                "x-um-signature",
                "X-Forwarded-For",
                "x-forwarded-anything",
                "Forwarded",
                "Via",
                "traceparent",
                "X-Request-Id",
                "Proxy-Authorization",
                "bad name",
                ""
            })
    void fieldsOfFramingForwardingAndThePlatformCannotBeTouched(String name) {
        for (String kind : new String[] {"'set':{'%s':'x'}", "'add':{'%s':'x'}", "'remove':['%s']"}) {
            String document = "{'request':{" + kind.formatted(name) + "}}";
            assertThat(Documents.wrongIn(HeaderChanges::read, document))
                    .as(document)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "Content-Length", "Content-Encoding", "Transfer-Encoding", "X-Um-Any", "Via"})
    void neitherOnAnswers(String name) {
        assertThat(Documents.wrongIn(HeaderChanges::read, "{'response':{'set':{'" + name + "':'x'}}}"))
                .containsExactly("/response/set/" + name);
    }

    @Test
    void aValueWithALineBreakIsNotTaken() {
        assertThat(Documents.wrongIn(HeaderChanges::read, "{'request':{'set':{'X-A':'a\\r\\nX-B: b'}}}"))
                .containsExactly("/request/set/X-A");
    }

    @Property
    void nothingThatARequestCarriesBreaksOutOfAField(@ForAll String hostile) {
        HeaderChanges changes = Documents.read(
                HeaderChanges::read, "{'request':{'set':{'X-Path':'for {path.id}!'},'add':{'X-Path':'{path.id}'}}}");
        FieldList request = new FieldList();

        changes.request(request, name -> hostile);

        request.forEach((name, value) -> assertThat(value).doesNotContain("\r", "\n", "\0"));
        assertThat(request.all("X-Path")).allMatch(value -> value.contains(hostile));
    }
}
