package io.universalmiddleware.gateway.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Passage;
import io.universalmiddleware.gateway.http.Fields;
import org.junit.jupiter.api.Test;

class CorsFilterTest {
    private final CorsFilter filter = new CorsFilter(
            Documents.read(Cors::read, "{'origins':['https://app.example'],'methods':['PUT'],'credentials':true}"));

    @Test
    void answersAPreflightItself() {
        Passage passage = Passage.of(
                        "OPTIONS", "/a", "Origin", "https://app.example", "Access-Control-Request-Method", "PUT")
                .through(filter);

        assertThat(passage.passed).isFalse();
        assertThat(passage.answer).isNotNull();
        assertThat(passage.answer.status()).isEqualTo(204);
        assertThat(passage.back(filter, 204).get("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    }

    @Test
    void refusesAPreflightOfAStranger() {
        Passage passage = Passage.of(
                        "OPTIONS", "/a", "Origin", "https://evil.example", "Access-Control-Request-Method", "PUT")
                .through(filter);

        assertThat(passage.refusal).isNotNull();
        assertThat(passage.back(filter, 403).has("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void anOrdinaryOptionsGoesOn() {
        assertThat(Passage.of("OPTIONS", "/a").through(filter).passed).isTrue();
    }

    @Test
    void whatTheOriginPermitsIsReplaced() {
        Passage passage =
                Passage.of("GET", "/a", "Origin", "https://evil.example").through(filter);

        Fields answer = passage.back(
                filter,
                200,
                "Access-Control-Allow-Origin",
                "*",
                "Access-Control-Allow-Credentials",
                "true",
                "Vary",
                "Accept");

        assertThat(answer.has("Access-Control-Allow-Origin")).isFalse();
        assertThat(answer.has("Access-Control-Allow-Credentials")).isFalse();
        assertThat(answer.all("Vary")).containsExactly("Accept", "Origin");
    }

    @Test
    void theOriginIsJudgedAsTheClientSaidIt() {
        Passage passage =
                Passage.of("GET", "/a", "Origin", "https://app.example").through(filter);
        passage.request.remove("Origin");

        assertThat(passage.back(filter, 200).get("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    }
}
