package io.universalmiddleware.gateway.validating;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
    private static final String SCHEMA = """
            {'schema':{'type':'object','required':['name'],'additionalProperties':false,
              'properties':{'name':{'type':'string','pattern':'^([a-z]+)+$','maxLength':100000},
                            'tags':{'type':'array','items':{'enum':['a','b']}},
                            'age':{'type':'integer','minimum':0}}}}""";

    private static final String API = """
            {'basePath':'/shop','openapi':{'openapi':'3.1.0','info':{'title':'t','version':'1'},
             'paths':{
              '/orders':{
               'parameters':[{'name':'X-Key','in':'header','required':true,'schema':{'type':'string','minLength':3}}],
               'get':{'parameters':[
                 {'name':'limit','in':'query','schema':{'type':'integer','minimum':1,'maximum':100}},
                 {'name':'open','in':'query','schema':{'type':'boolean'}},
                 {'name':'id','in':'query','schema':{'type':'array','items':{'type':'integer'},'maxItems':2}},
                 {'name':'sort','in':'query','explode':false,'schema':{'type':'array','items':{'enum':['a','b']}}}]},
               'post':{'requestBody':{'$ref':'#/components/requestBodies/Order'}}},
              '/orders/{id}':{'get':{'parameters':[{'name':'id','in':'path','required':true,'schema':{'$ref':'#/components/schemas/Id'}}]},
                              'put':{'requestBody':{'content':{'text/plain':{}}}}},
              '/orders/latest':{'get':{}}},
             'components':{
              'requestBodies':{'Order':{'required':true,'content':{'application/json':{'schema':{'$ref':'#/components/schemas/Order'}}}}},
              'schemas':{'Id':{'type':'integer'},
               'Order':{'type':'object','required':['lines'],'properties':{'lines':{'type':'array','items':{'$ref':'#/components/schemas/Line'}}}},
               'Line':{'type':'object','properties':{'count':{'type':'integer','minimum':1},'of':{'$ref':'#/components/schemas/Line'}}}}}}}""";

    @Test
    void namesEveryPlaceWhereABodyIsWrong() {
        List<Violation> violations =
                violations(SCHEMA, "POST", "/", null, "{'tags':['a','c'],'age':-1,'extra':1}", "application/json");

        assertThat(violations).extracting(Violation::pointer).containsExactly("/age", "/extra", "/name", "/tags/1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST | application/json       | {'name':'x'}   | 0
            POST | application/vnd.x+json | {'name':'x'}   | 0
            POST | text/plain             | {'name':'x'}   | 415
            POST | ``                     | {'name':'x'}   | 415
            POST | application/json       | {'name'        | 400
            POST | application/json       | ``             | 400
            GET  | ``                     | ``             | 0
            """)
    void takesBodiesByTheSchema(String method, String type, String body, int status) {
        assertThat(status(SCHEMA, method, "/", null, body, type)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET  | /shop/orders            | limit=5                | abc | 0   | ``
            GET  | /shop/orders            | limit=0                | abc | 400 | limit
            GET  | /shop/orders            | limit=five             | abc | 400 | limit
            GET  | /shop/orders            | limit=5&limit=6        | abc | 400 | limit
            GET  | /shop/orders            | open=true              | abc | 0   | ``
            GET  | /shop/orders            | open=yes               | abc | 400 | open
            GET  | /shop/orders            | id=1&id=2              | abc | 0   | ``
            GET  | /shop/orders            | id=1&id=x              | abc | 400 | id/1
            GET  | /shop/orders            | id=1&id=2&id=3         | abc | 400 | id
            GET  | /shop/orders            | sort=a,b               | abc | 0   | ``
            GET  | /shop/orders            | sort=a,c               | abc | 400 | sort/1
            GET  | /shop/orders            | ``                     | ``  | 400 | X-Key
            GET  | /shop/orders            | ``                     | ab  | 400 | X-Key
            HEAD | /shop/orders            | ``                     | abc | 0   | ``
            GET  | /shop/orders/7          | ``                     | ``  | 0   | ``
            GET  | /shop/orders/seven      | ``                     | ``  | 400 | id
            GET  | /shop/orders/latest     | ``                     | ``  | 0   | ``
            GET  | /shop/nothing           | ``                     | abc | 404 | ``
            GET  | /orders                 | ``                     | abc | 404 | ``
            DELETE | /shop/orders          | ``                     | abc | 405 | ``
            """)
    void judgesParametersByTheDocument(
            String method, String path, String query, String key, int status, String violated) {
        Refusal refusal = refusal(API, method, path, query.isEmpty() ? null : query, "", "", key);

        assertThat(refusal == null ? 0 : refusal.type().status()).isEqualTo(status);
        if (!violated.isEmpty() && refusal != null) {
            assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly(violated);
        }
    }

    @Test
    void judgesBodiesByTheDocumentThroughItsReferences() {
        Refusal refusal = refusal(
                API,
                "POST",
                "/shop/orders",
                null,
                "{'lines':[{'count':1},{'count':0,'of':{'count':'x'}}]}",
                "application/json",
                "abc");

        assertThat(refusal).isNotNull();
        assertThat(refusal.violations())
                .extracting(Violation::pointer)
                .containsExactly("/lines/1/count", "/lines/1/of/count");
        assertThat(refusal(API, "POST", "/shop/orders", null, "{'lines':[]}", "application/json", "abc"))
                .isNull();
        assertThat(refusal(API, "POST", "/shop/orders", null, "", "application/json", "abc"))
                .isNotNull();
        assertThat(refusal(API, "PUT", "/shop/orders/1", null, "text", "text/plain", ""))
                .isNull();
        assertThat(refusal(API, "PUT", "/shop/orders/1", null, "{}", "application/json", ""))
                .isNotNull();
    }

    @Test
    void toldIsWhatIsWrongInParametersAndBodyAtOnce() {
        Refusal refusal = refusal(API, "POST", "/shop/orders", null, "{}", "application/json", "ab");

        assertThat(refusal).isNotNull();
        assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly("X-Key", "/lines");
    }

    @Test
    void aSchemaThatRefersToItselfWithoutEndJudgesNothing() {
        String endless =
                "{'schema':{'properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':{'allOf':[{'$ref':'#/$defs/x'}]}}}}";

        assertThat(violations(endless, "POST", "/", null, "{'a':1}", "application/json"))
                .hasSize(1);
        assertThat(status(endless, "POST", "/", null, "{'b':1}", "application/json"))
                .isZero();
    }

    @Test
    void whatIsNotInTheDocumentMayPass() {
        String open = API.replace("{'basePath'", "{'undocumented':'pass','basePath'");

        assertThat(refusal(open, "GET", "/shop/nothing", null, "", "", "")).isNull();
        assertThat(refusal(open, "DELETE", "/shop/orders", null, "", "", "")).isNull();
    }

    @Test
    void aHostileTextCostsAPatternNoTime() {
        String hostile = "{'name':'" + "a".repeat(50_000) + "!'}";
        violations(SCHEMA, "POST", "/", null, hostile, "application/json");

        long start = System.nanoTime();
        List<Violation> violations = violations(SCHEMA, "POST", "/", null, hostile, "application/json");

        assertThat(violations).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'schema':{},'openapi':{}}",
                "{'schema':{'type':'nonsense'}}",
                "{'schema':{'$ref':'http://127.0.0.1:1/x'}}",
                "{'schema':{'pattern':'(a)\\\\1'}}",
                "{'schema':{'pattern':'((a{1000}){1000}){1000}'}}",
                "{'schema':[]}",
                "{'schema':{'$ref':'#'}}",
                "{'schema':{'allOf':[{'$ref':'#'}]}}",
                "{'openapi':{'openapi':'3.0.0','paths':{}}}",
                "{'openapi':{'openapi':'3.1.0'}}",
                "{'openapi':{'openapi':'3.1.0','paths':{'/a{b}':{}}}}",
                "{'openapi':{'openapi':'3.1.0','paths':{'/a':{'get':{'parameters':[{'$ref':'http://127.0.0.1/x'}]}}}}}",
                "{'openapi':{'openapi':'3.1.0','paths':{'/a':{'$ref':'#/paths/~1a'}}}}",
                "{'openapi':{'openapi':'3.1.0','paths':{'/a':{'get':{'parameters':[{'name':'x','in':'query','schema':{'type':'x'}}]}}}}}",
                "{'schema':{},'basePath':'a'}",
                "{'schema':{},'maxBytes':0}"
            })
    void namesWhatIsWrongInARule(String document) {
        assertThat(Documents.wrongIn(Validation::read, document)).isNotEmpty();
    }

    private static List<Violation> violations(
            String rule, String method, String path, @Nullable String query, String body, String type) {
        Refusal refusal = refusal(rule, method, path, query, body, type, "");
        assertThat(refusal).isNotNull();
        return refusal.violations();
    }

    private static int status(
            String rule, String method, String path, @Nullable String query, String body, String type) {
        Refusal refusal = refusal(rule, method, path, query, body, type, "");
        return refusal == null ? 0 : refusal.type().status();
    }

    private static @Nullable Refusal refusal(
            String rule, String method, String path, @Nullable String query, String body, String type, String key) {
        FieldList request = new FieldList();
        if (!type.isEmpty()) {
            request.add("Content-Type", type);
        }
        if (!key.isEmpty()) {
            request.add("X-Key", key);
        }
        Verdict verdict = Documents.read(Validation::read, rule).judge(method, path, query, request);
        if (verdict instanceof Verdict.AskBody ask) {
            verdict = ask.rule().check(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ask.soFar());
        }
        return verdict instanceof Verdict.Refuse refuse ? refuse.refusal() : null;
    }
}
