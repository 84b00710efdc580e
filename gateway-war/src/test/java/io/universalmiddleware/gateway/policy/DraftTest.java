package io.universalmiddleware.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.policy.Grants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftTest {
    @Test
    void isReadWithWhatItGrantsAndIsTestedBy() throws IOException {
        PolicyContent content = read("""
                {"note":"views","source":"package um.authz\\n","module":"AGFzbQ==",
                 "grants":{"roles":{"user":["submitCommand:gopro.*","readView"]},"operators":["readStatus"]},
                 "tests":[{"name":"reads","input":{"tenant":"shop","action":"readView","roles":["user"]},"allow":true}]}""");

        assertThat(content.source()).isEqualTo("package um.authz\n");
        assertThat(content.module()).containsExactly(0, 'a', 's', 'm');
        assertThat(Draft.grants(content).roles().get("user")).containsExactly("readView", "submitCommand:gopro.*");
        assertThat(Draft.tests(content)).extracting(TestCase::name).containsExactly("reads");
    }

    @Test
    void whatIsAbsentIsThePlatforms() throws IOException {
        PolicyContent content = read("{}");

        assertThat(content.module()).isNull();
        assertThat(Draft.grants(content)).isEqualTo(Grants.builtIn());
        assertThat(Draft.tests(content)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "{'active':true} /active",
                "{'version':1} /version",
                "{'note':7} /note",
                "{'source':'x'} /module",
                "{'module':'AGFzbQ=='} /source",
                "{'source':7,'module':'AGFzbQ=='} /source",
                "{'source':'x','module':'%%'} /module",
                "{'source':'x','module':[]} /module",
                "{'grants':[]} /grants",
                "{'grants':{}} /grants/roles",
                "{'grants':{'roles':[]}} /grants/roles",
                "{'grants':{'roles':{'user':'all'}}} /grants/roles/user",
                "{'grants':{'roles':{'user':[7]}}} /grants/roles/user/0",
                "{'grants':{'roles':{'user':['createRoute:x*']}}} /grants/roles/user/0",
                "{'grants':{'roles':{},'tenants':{}}} /grants/tenants",
                "{'tests':{}} /tests",
                "{'tests':[7]} /tests/0",
                "{'tests':[{'name':'x','input':{'tenant':'a','action':'b'}}]} /tests/0/allow",
                "{'tests':[{'name':'x','allow':true}]} /tests/0/input",
                "{'tests':[{'name':'x','allow':true,'input':{'tenant':'a'}}]} /tests/0/input",
                "{'tests':[{'name':'x','allow':true,'input':{'tenant':'a','action':'b','rolls':[]}}]} /tests/0/input",
                "{'tests':[{'input':{'tenant':'a','action':'b'},'allow':true}]} /tests/0/name"
            })
    void namesWhatIsNotValid(String document, String pointer) {
        assertThatThrownBy(() -> read(document.replace('\'', '"')))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(400);
                    assertThat(refused.problem().violations())
                            .extracting(Violation::pointer)
                            .contains(pointer);
                });
    }

    @Test
    void isBounded() {
        refuses(413, "{\"source\":\"" + "x".repeat(3 << 20) + "\"}");
        refuses(400, "{\"source\":\"" + "x".repeat((256 << 10) + 1) + "\",\"module\":\"AGFzbQ==\"}");
        refuses(
                400,
                "{\"source\":\"x\",\"module\":\"" + Base64.getEncoder().encodeToString(new byte[(1 << 20) + 1])
                        + "\"}");
        refuses(400, "{\"tests\":[" + "{},".repeat(1_000) + "{}]}");
        refuses(400, "{\"grants\":".repeat(100) + "{}" + "}".repeat(100));
        refuses(400, "[]");
        refuses(400, "nothing");
    }

    @Test
    void aSummaryTellsContentsApartAndNotWhatTheyAre() throws IOException {
        Summary one = Summary.of(read("{\"grants\":{\"roles\":{\"user\":[\"readView\"]}}}"));
        Summary other = Summary.of(read("{\"grants\":{\"roles\":{\"user\":[]}}}"));

        assertThat(one.grants()).isNotEqualTo(other.grants());
        assertThat(one.json().toString()).doesNotContain("readView");
        assertThat(Summary.of(read("{\"grants\":{\"roles\":{\"user\":[\"readView\"]}}}")))
                .isEqualTo(one);
    }

    private static void refuses(int status, String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(status));
    }

    private static PolicyContent read(String document) throws IOException {
        return Draft.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    }
}
