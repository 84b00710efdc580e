package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.universalmiddleware.contracts.problem.ProblemType;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api/v1/commands, /api/v1/commands",
        "/api/, /api/",
        "/%41%2d%7E, /A-~",
        "/caf%c3%a9, /caf%C3%A9",
        "/a%20b, /a%20b",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/b/., /a/b/",
        "/.well-known/jwks.json, /.well-known/jwks.json",
        "/a..b/..., /a..b/...",
        "/100%25, /100%25",
        "/a?x=%2f;y=//../, /a?x=%2f;y=//../",
        "http://a.example:80/b?c, /b?c",
        "http://a.example, /",
        "http://a.example?c, /?c",
    })
    void forwardsOneCanonicalForm(String text, String forwarded) {
        assertThat(usable(text).originForm()).isEqualTo(forwarded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "a",
                "//a",
                "/a//b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a%00",
                "/a%0d%0aX:1",
                "/a;b",
                "/a%3bb",
                "/%2e%2e/a",
                "/.%2e/a",
                "/a%2e",
                "/%252f",
                "/%2541",
                "/%25a%41",
                "/%25%34%31",
                "/a%",
                "/a%4",
                "/a%zz",
                "/%c0%ae",
                "/%ff",
                "/..",
                "/a/../..",
                "/a b",
                "/a\"b",
                "/a<b",
                "/a#b",
                "/a?b#c",
                "/a?b c",
                "/a?\u00e9",
                "/\u00e9",
                "/a{b}",
                "/a|b",
                "ftp://a/b",
                "http://user@a/b",
                "http:///b",
            })
    void refusesWhatServersReadDifferently(String text) {
        assertThat(RequestTarget.of(text))
                .isInstanceOfSatisfying(
                        Checked.Refused.class,
                        refused -> assertThat(refused.refusal().type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
    }

    @Property
    void aCanonicalPathIsItsOwnCanonicalPath(@ForAll("paths") String text) {
        if (RequestTarget.of(text) instanceof Checked.Usable<RequestTarget> once) {
            assertThat(usable(once.value().path()).path())
                    .isEqualTo(once.value().path());
        }
    }

    @Property
    void aCanonicalPathHasNothingAmbiguousInIt(@ForAll("paths") String text) {
        if (RequestTarget.of(text) instanceof Checked.Usable<RequestTarget> usable) {
            String path = usable.value().path();
            assertThat(path).startsWith("/").matches("[!-~]+");
            assertThat(path.endsWith("/") ? path : path + "/").doesNotContain("//", "/./", "/../", ";", "\\", "?", "#");
            assertThat(path).doesNotContainIgnoringCase("%2f", "%5c", "%2e", "%3b", "%00", "%0a", "%0d");
        }
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> part = Arbitraries.of(
                "/", "/", "a", "b", ".", "..", "%41", "%2f", "%25", "%2e", "%5C", "%00", "%c3%a9", "%zz", ";", "~",
                "%7e", "0", " ", "\r", "\n");
        return part.list().ofMaxSize(12).map(parts -> "/" + String.join("", parts));
    }

    private static RequestTarget usable(String text) {
        return RequestTarget.of(text) instanceof Checked.Usable<RequestTarget> usable
                ? usable.value()
                : fail("refused: " + text);
    }
}
