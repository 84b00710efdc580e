package io.universalmiddleware.gateway.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.RequestTarget;

/** Rules and paths that a fuzzer makes: each is refused, or gives a canonical target. */
class RewriteFuzzTest {

    @FuzzTest
    void aRegexGivesACanonicalTargetOrNone(FuzzedDataProvider data) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putObject("regex").put("pattern", data.consumeString(100)).put("replacement", data.consumeString(100));
        check(rule, data.consumeString(200), data.consumeRemainingAsString());
    }

    @FuzzTest
    void aTemplateGivesACanonicalTargetOrNone(FuzzedDataProvider data) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putObject("template").put("from", data.consumeString(100)).put("to", data.consumeString(100));
        check(rule, data.consumeString(200), data.consumeRemainingAsString());
    }

    private static void check(ObjectNode rule, String path, String query) {
        Rewrite rewrite = Rewrite.read(Section.of(rule, new Violations()));
        if (RequestTarget.of('/' + path) instanceof Checked.Usable<RequestTarget> asked
                && rewrite.apply(asked.value().path(), query, name -> query)
                        instanceof Checked.Usable<RequestTarget> got) {
            String target = got.value().originForm();
            assertThat(target).matches("/[!-~]*");
            assertThat(RequestTarget.of(target)).isEqualTo(got);
        }
    }
}
