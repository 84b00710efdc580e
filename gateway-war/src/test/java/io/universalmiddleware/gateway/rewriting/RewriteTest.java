package io.universalmiddleware.gateway.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.RequestTarget;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewriteTest {
    private static final Variables VARIABLES = Map.of("tenant", "acme", "client.address", "a&b=c d")::get;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'stripPrefix':'/shop'}                    | /shop/orders/1  | /orders/1
            {'stripPrefix':'/shop'}                    | /shop           | /
            {'stripPrefix':'/shop'}                    | /shop/          | /
            {'stripPrefix':'/shop'}                    | /shopping       | /shopping
            {'prefix':'/v2'}                           | /orders         | /v2/orders
            {'prefix':'/v2'}                           | /               | /v2/
            {'stripPrefix':'/a','prefix':'/b/c'}       | /a/x            | /b/c/x
            {'stripPrefix':'/a','prefix':'/b'}         | /a              | /b
            {'template':{'from':'/a/{id}','to':'/b/{id}'}}           | /a/7     | /b/7
            {'template':{'from':'/a/{id}','to':'/b/{id}'}}           | /a/7/8   | /a/7/8
            {'template':{'from':'/a/{id}/{rest*}','to':'/{rest*}/of/{id}'}} | /a/7/x | /a/7/x
            {'template':{'from':'/a/{id}/{rest*}','to':'/of/{id}/{rest*}'}} | /a/7/x/y | /of/7/x/y
            {'template':{'from':'/a/{x}/{y}','to':'/{y}/{x}'}}       | /a/1/2   | /2/1
            {'regex':{'pattern':'^/u/([0-9]+)$','replacement':'/users/$1'}} | /u/42 | /users/42
            {'regex':{'pattern':'^/u/([0-9]+)$','replacement':'/users/$1'}} | /u/x  | /u/x
            {'regex':{'pattern':'/(?P<y>[0-9]{4})-(?P<m>[0-9]{2})','replacement':'/${m}/${y}'}} | /a/2026-11/b | /a/11/2026/b
            {'regex':{'pattern':'^/a','replacement':'/$$b'}}     | /a      | /$b
            {'template':{'from':'/a/{id}','to':'/b/{id}'}}           | /a/%20%C3%BC | /b/%20%C3%BC
            """)
    void asksTheOriginFor(String rule, String path, String expected) {
        Rewrite rewrite = ruleThatMayNotBeValid(rule);

        assertThat(applied(rewrite, path, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'regex':{'pattern':'^/a(.*)$','replacement':'/x/$1'}}   | /a..     | a capture becomes a dot segment
            {'regex':{'pattern':'^/a(.*)$','replacement':'/x$1'}}    | /a//     | an empty segment comes about
            {'regex':{'pattern':'^/a(.*)$','replacement':'/x/$1'}}   | /a/b     | likewise
            {'regex':{'pattern':'^/(.)(.)(.*)$','replacement':'/x/$1$2/$3'}} | /..b | likewise
            {'regex':{'pattern':'^/a(.*)$','replacement':'$1'}}      | /ab      | no slash at the beginning
            {'regex':{'pattern':'%2','replacement':'%252'}}          | /a%20b   | an escape within an escape
            {'regex':{'pattern':'^/a$','replacement':'/x;y'}}        | /a       | a path parameter
            {'regex':{'pattern':'^/a$','replacement':'/x?y'}}        | /a       | a query from nowhere
            {'regex':{'pattern':'%20','replacement':'%00'}}          | /a%20b   | NUL
            """)
    void refusesAResultThatIsNotCanonical(String rule, String path, String why) {
        assertThat(ruleThatMayNotBeValid(rule).apply(path, null, VARIABLES))
                .as(why)
                .isInstanceOf(Checked.Refused.class);
    }

    @Test
    void changesTheQuery() {
        Rewrite rewrite = Documents.read(
                Rewrite::read,
                "{'query':{'remove':['debug'],'rename':{'q':'search'},'set':{'t':'{tenant}'},'add':{'a':'{client.address}'}}}");

        assertThat(applied(rewrite, "/", "q=1&debug&de%62ug=2&t=evil&%74=x&k=a+b&q&"))
                .isEqualTo("/?search=1&k=a+b&search&t=acme&a=a%26b%3Dc%20d");
        assertThat(applied(rewrite, "/", null)).isEqualTo("/?t=acme&a=a%26b%3Dc%20d");
    }

    @Test
    void leavesOutWhatTheRequestLacks() {
        Rewrite rewrite = Documents.read(Rewrite::read, "{'query':{'set':{'caller':'{caller}'}}}");

        assertThat(applied(rewrite, "/a", "caller=forged")).isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'stripPrefix':'shop'}",
                "{'stripPrefix':'/a/../b'}",
                "{'prefix':'/a/'}",
                "{'prefix':'/a','template':{'from':'/a','to':'/b'}}",
                "{'template':{'from':'/a/{id}','to':'/b/{other}'}}",
                "{'template':{'from':'/a/{id}x','to':'/b'}}",
                "{'template':{'from':'/a/{r*}/b','to':'/b'}}",
                "{'template':{'from':'/{a}/{a}','to':'/b'}}",
                "{'regex':{'pattern':'(','replacement':'/b'}}",
                "{'regex':{'pattern':'/a','replacement':'/$3'}}",
                "{'regex':{'pattern':'/a','replacement':'/${x}'}}",
                "{'regex':{'pattern':'((a{1000}){1000}){1000}','replacement':'/b'}}",
                "{'query':{'set':{'a':'{nonsense}'}}}",
                "{'host':'a b'}",
                "{'unknown':1}"
            })
    void namesWhatIsWrongInARule(String rule) {
        assertThat(Documents.wrongIn(Rewrite::read, rule)).isNotEmpty();
    }

    @Test
    void aHostileRuleIsDoneWithFiftyKilobytesInNoTime() {
        Rewrite rewrite = Documents.read(Rewrite::read, "{'regex':{'pattern':'^/(([a-z]+)+)+$','replacement':'/$1'}}");
        String path = "/" + "a".repeat(50_000) + "0";
        rewrite.apply(path, null, VARIABLES);

        long start = System.nanoTime();
        rewrite.apply(path, null, VARIABLES);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    /** Whatever a rule makes of whatever path: canonical, below nothing it should not be below, fit for a request line. */
    @Property(tries = 5000)
    void whatComesOutIsCanonical(
            @ForAll("rules") String rule, @ForAll("paths") String raw, @ForAll("queries") String query) {
        if (!(RequestTarget.of(raw) instanceof Checked.Usable<RequestTarget> asked)) {
            return;
        }
        Rewrite rewrite = ruleThatMayNotBeValid(rule);

        String result = applied(rewrite, asked.value().path(), query.isEmpty() ? null : query);

        if (result != null) {
            assertThat(result).startsWith("/").matches("[!-~]*").doesNotContain("\r", "\n", "\0", "#");
            String path = result.contains("?") ? result.substring(0, result.indexOf('?')) : result;
            assertThat(path)
                    .doesNotContain("//", "/./", "/../")
                    .doesNotEndWith("/..")
                    .doesNotEndWith("/.");
            assertThat(((Checked.Usable<RequestTarget>) RequestTarget.of(result))
                            .value()
                            .originForm())
                    .isEqualTo(result);
        }
    }

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("/.$1%2eEfF{}*a;?#\\")
                .ofMaxLength(12)
                .map(part -> part.replace("\\", "\\\\"));
        return Arbitraries.oneOf(
                text.map(to -> "{'regex':{'pattern':'^/(.*)$','replacement':'/" + to + "'}}"),
                text.map(to -> "{'regex':{'pattern':'(.)(.)','replacement':'" + to + "'}}"),
                text.map(to -> "{'template':{'from':'/{a}/{r*}','to':'/" + to + "/{r*}'}}"),
                text.map(to -> "{'stripPrefix':'/a','prefix':'/" + to + "'}"),
                text.map(to ->
                        "{'query':{'set':{'" + to + "':'" + to.replace("{", "").replace("}", "") + "'}}}"));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("/.%2eE05cCa;").ofMaxLength(20).map(path -> '/' + path);
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.strings().withChars("a=&%2+eq").ofMaxLength(12);
    }

    /** A property makes rules that are not valid too; they leave the path as it is. */
    private static Rewrite ruleThatMayNotBeValid(String rule) {
        Rewrite[] read = new Rewrite[1];
        Documents.wrongIn(section -> read[0] = Rewrite.read(section), rule);
        return read[0];
    }

    private static @Nullable String applied(Rewrite rewrite, String path, @Nullable String query) {
        return rewrite.apply(path, query, VARIABLES) instanceof Checked.Usable<RequestTarget> usable
                ? usable.value().originForm()
                : null;
    }
}
