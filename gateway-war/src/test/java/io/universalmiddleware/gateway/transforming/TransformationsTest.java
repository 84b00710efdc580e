package io.universalmiddleware.gateway.transforming;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.rewriting.Variables;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformationsTest {
    private static final Variables VARIABLES = Map.of("tenant", "a\"c\\me")::get;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'set':'/a','value':1}                 | {'b':2}             | {'b':2,'a':1}
            {'set':'/a/b','value':{'c':[]}}        | {'a':{}}            | {'a':{'b':{'c':[]}}}
            {'set':'/a/b','value':1}               | {}                  | {}
            {'set':'/l/-','value':3}               | {'l':[1,2]}         | {'l':[1,2,3]}
            {'set':'/l/0','value':3}               | {'l':[1,2]}         | {'l':[3,2]}
            {'set':'/l/9','value':3}               | {'l':[1,2]}         | {'l':[1,2]}
            {'set':'','value':{'new':true}}        | {'b':2}             | {'new':true}
            {'set':'/t','text':'of {tenant}'}      | {}                  | {'t':'of a\\"c\\\\me'}
            {'set':'/t','text':'{caller}'}         | {}                  | {}
            {'remove':'/a/b'}                      | {'a':{'b':1,'c':2}} | {'a':{'c':2}}
            {'remove':'/a/1'}                      | {'a':[1,2,3]}       | {'a':[1,3]}
            {'remove':'/x/y'}                      | {'a':1}             | {'a':1}
            {'rename':'/a/b','to':'z'}             | {'a':{'b':1,'c':2}} | {'a':{'c':2,'z':1}}
            {'rename':'/n','to':'z'}               | {'a':1}             | {'a':1}
            {'wrap':'','in':'data'}                | [1]                 | {'data':[1]}
            {'wrap':'/a','in':'data'}              | {'a':1}             | {'a':{'data':1}}
            {'unwrap':'/data/0'}                   | {'data':[{'x':1}]}  | {'x':1}
            {'unwrap':'/none'}                     | {'data':1}          | {'data':1}
            {'shape':{'id':'/a/id','n':'/none'}}   | {'a':{'id':7}}      | {'id':7}
            {'set':'/p','value':1.10}              | {'q':2.50}          | {'q':2.50,'p':1.1}
            """)
    void changes(String change, String before, String after) {
        Transformations transformations =
                Documents.read(Transformations::read, "{'request':{'changes':[" + change + "]}}");

        assertThat(applied(transformations, before)).isEqualTo(after.replace('\'', '"'));
    }

    @Test
    void whatGrowsWithoutBoundIsRefused() {
        String doubling = "{'shape':{'a':'','b':''}}";
        Transformations transformations = Documents.read(
                Transformations::read,
                "{'request':{'changes':[" + String.join(",", Collections.nCopies(40, doubling)) + "]}}");

        assertThat(applied(transformations, "{}")).isEqualTo("refused");
    }

    @Test
    void takesTheStepsInTheirOrder() {
        Transformations transformations = Documents.read(
                Transformations::read,
                "{'request':{'changes':[{'unwrap':'/data'},{'rename':'/old','to':'new'},{'wrap':'','in':'v2'}]}}");

        assertThat(applied(transformations, "{'data':{'old':1}}")).isEqualTo("{\"v2\":{\"new\":1}}");
    }

    @Test
    void aValueOfTheRuleIsNeverSharedBetweenDocuments() {
        Transformations transformations = Documents.read(
                Transformations::read, "{'request':{'changes':[{'set':'/l','value':[]},{'set':'/l/-','value':1}]}}");

        assertThat(applied(transformations, "{}")).isEqualTo("{\"l\":[1]}");
        assertThat(applied(transformations, "{}")).isEqualTo("{\"l\":[1]}");
    }

    @Test
    void refusesWhatGrowsTooMuch() {
        Transformations transformations = Documents.read(
                Transformations::read,
                "{'request':{'maxBytes':10,'changes':[{'set':'/a','value':'" + "x".repeat(50) + "'}]}}");

        assertThat(transformations.request("{}".getBytes(StandardCharsets.UTF_8), VARIABLES))
                .isInstanceOf(Checked.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'request':{}}",
                "{'request':{'changes':[{}]}}",
                "{'request':{'changes':[{'set':'/a'}]}}",
                "{'request':{'changes':[{'set':'a','value':1}]}}",
                "{'request':{'changes':[{'set':'/a','value':1,'text':'b'}]}}",
                "{'request':{'changes':[{'set':'/a','value':1,'remove':'/b'}]}}",
                "{'request':{'changes':[{'set':'/a','text':'{nonsense}'}]}}",
                "{'request':{'changes':[{'remove':''}]}}",
                "{'request':{'changes':[{'rename':'/a'}]}}",
                "{'response':{'changes':[{'wrap':''}]}}",
                "{'response':{'changes':[{'unwrap':'/a'}],'maxBytes':99999999}}",
                "{'both':{}}"
            })
    void namesWhatIsWrong(String document) {
        assertThat(Documents.wrongIn(Transformations::read, document)).isNotEmpty();
    }

    @Property(tries = 1000)
    void anyChangeOfAnyDocumentGivesADocument(@ForAll("changes") String change, @ForAll("documents") String document) {
        Transformations transformations =
                Documents.read(Transformations::read, "{'request':{'changes':[" + change + "," + change + "]}}");

        String after = applied(transformations, document);

        assertThat(applied(transformations, after.replace('"', '\''))).isNotEmpty();
    }

    @Provide
    Arbitrary<String> changes() {
        Arbitrary<String> pointer = Arbitraries.of("/a", "/a/0", "/a/b", "/b/-", "/~0~1", "/");
        return Arbitraries.oneOf(
                pointer.map(at -> "{'set':'" + at + "','value':{'a':[1]}}"),
                pointer.map(at -> "{'remove':'" + at + "'}"),
                pointer.map(at -> "{'rename':'" + at + "','to':'b'}"),
                pointer.map(at -> "{'wrap':'" + at + "','in':'a'}"),
                pointer.map(at -> "{'unwrap':'" + at + "'}"));
    }

    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.of(
                "{}", "[]", "1", "null", "{'a':{'b':1}}", "{'a':[[],{}],'b':[1]}", "[{'a':1}]", "{'~/':{'':1},'':2}");
    }

    private static String applied(Transformations transformations, String document) {
        byte[] before = document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Checked<byte[]> after = transformations.request(before, VARIABLES);
        return after instanceof Checked.Usable<byte[]> usable
                ? new String(usable.value(), StandardCharsets.UTF_8)
                : "refused";
    }
}
