package io.universalmiddleware.gateway.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Passage;
import org.junit.jupiter.api.Test;

class RewritingFilterTest {

    @Test
    void asksTheOriginForSomethingElseAndTellsItMore() {
        RewritingFilter filter = new RewritingFilter(
                call -> Documents.read(
                        Rewrite::read,
                        "{'template':{'from':'/a/{id}','to':'/b/{id}'},'query':{'set':{'t':'{tenant}'}},'host':'in.example'}"),
                Documents.read(
                        HeaderChanges::read,
                        "{'request':{'set':{'X-Id':'{path.id}','X-For':'{client.address}'}},'response':{'set':{'X-Was':'{path}'}}}"),
                PathTemplate.of("/a/{id}"));

        Passage passage = Passage.of("GET", "/a/7?x=1").through(filter);

        assertThat(passage.passed).isTrue();
        assertThat(passage.call.path()).isEqualTo("/b/7");
        assertThat(passage.call.query()).isEqualTo("x=1&t=acme");
        assertThat(passage.call.originHost()).isEqualTo("in.example");
        assertThat(passage.request.get("X-Id")).isEqualTo("7");
        assertThat(passage.request.get("X-For")).isEqualTo("10.1.2.3");
        assertThat(passage.back(filter, 200).get("X-Was")).isEqualTo("/a/7");
    }

    @Test
    void refusesWhatWouldLeadElsewhere() {
        RewritingFilter filter = new RewritingFilter(
                call -> Documents.read(Rewrite::read, "{'regex':{'pattern':'^/a(.*)$','replacement':'/in/$1'}}"),
                null,
                null);

        Passage passage = Passage.of("GET", "/a..").through(filter);

        assertThat(passage.passed).isFalse();
        assertThat(passage.refusal).isNotNull();
        assertThat(passage.refusal.type().status()).isEqualTo(400);
    }
}
