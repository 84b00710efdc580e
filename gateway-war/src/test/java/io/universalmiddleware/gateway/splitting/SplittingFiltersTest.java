package io.universalmiddleware.gateway.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.OriginAnswer;
import io.universalmiddleware.gateway.filter.Passage;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Pool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SplittingFiltersTest {
    private static final Pool OTHER = Passage.pool("other");

    @Test
    void aCallerKeepsItsOriginByItsCookie() {
        SplitFilter filter = new SplitFilter(
                Documents.read(Split::read, "{'rules':[{'origin':'other','weight':50}]}"), Map.of("other", OTHER));

        assertThat(Passage.of("GET", "/", "Cookie", "um-split=4999")
                        .through(filter)
                        .call
                        .pool())
                .isSameAs(OTHER);
        Passage stays = Passage.of("GET", "/", "Cookie", "um-split=5000").through(filter);
        assertThat(stays.call.pool().name()).isEqualTo("orders");
        assertThat(stays.call.hasAnswerFields()).isFalse();
        assertThat(Passage.of("GET", "/").through(filter).call.answer().get("Set-Cookie"))
                .startsWith("um-split=")
                .endsWith("Secure");
    }

    @Test
    void aCallerKeepsItsOriginWithoutACookieToo() {
        SplitFilter filter = new SplitFilter(
                Documents.read(Split::read, "{'rules':[{'origin':'other','weight':50}],'sticky':'caller'}"),
                Map.of("other", OTHER));
        Pool first = Passage.of("GET", "/").through(filter).call.pool();

        for (int i = 0; i < 20; i++) {
            assertThat(Passage.of("GET", "/" + i).through(filter).call.pool().name())
                    .isEqualTo(first.name());
        }
    }

    @Test
    void aCopyGoesToTheMirrorAndTheRequestGoesOn() {
        MirrorFilter filter = new MirrorFilter(Documents.read(Mirror::read, "{'origin':'other'}"), OTHER);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

        Passage passage = Passage.of("POST", "/a", body, "Content-Length", "2").through(filter);

        assertThat(passage.passed).isTrue();
        assertThat(passage.call.pool().name()).isEqualTo("orders");
        assertThat(passage.sent).hasSize(1);
        assertThat(passage.sent.get(0).scope().pool()).isSameAs(OTHER);
        assertThat(passage.sent.get(0).body()).isEqualTo(body);
        assertThat(passage.sent.get(0).request().get("X-Um-Mirrored")).isEqualTo("true");
        assertThat(passage.request.has("X-Um-Mirrored")).isFalse();
    }

    @Test
    void noMoreCopiesAreUnderwayThanAllowed() {
        MirrorFilter filter = new MirrorFilter(Documents.read(Mirror::read, "{'origin':'other','inFlight':1}"), OTHER);
        Passage first = Passage.of("GET", "/").through(filter);
        Passage second = Passage.of("GET", "/").through(filter);

        first.underway.get(0).completeExceptionally(new IllegalStateException("the mirror is down"));
        Passage third = Passage.of("GET", "/").through(filter);

        assertThat(second.passed).isTrue();
        assertThat(second.sent).isEmpty();
        assertThat(third.sent).hasSize(1);
    }

    @Test
    void aClientThatGoesBeforeItsBodyIsThereTakesNoPlace() {
        MirrorFilter filter = new MirrorFilter(Documents.read(Mirror::read, "{'origin':'other','inFlight':1}"), OTHER);
        filter.request(Passage.of("POST", "/", "Content-Length", "2").call, new Gate() {
            @Override
            public void pass() {}

            @Override
            public void answer(Answer answer) {}

            @Override
            public void refuse(Refusal refusal) {}

            @Override
            public void body(int most, Consumer<byte[]> then) {
                // it never comes
            }
        });

        assertThat(Passage.of("GET", "/").through(filter).sent).hasSize(1);
    }

    @Test
    void theMirrorsAnswerIsReadAndDropped() {
        MirrorFilter filter = new MirrorFilter(Documents.read(Mirror::read, "{'origin':'other','inFlight':1}"), OTHER);
        Passage first = Passage.of("GET", "/").through(filter);
        try (SubmissionPublisher<byte[]> answered =
                new SubmissionPublisher<>(Runnable::run, Flow.defaultBufferSize())) {
            first.underway.get(0).complete(new OriginAnswer(200, new FieldList(), -1, answered));
            answered.submit(new byte[100]);
            assertThat(Passage.of("GET", "/").through(filter).sent).isEmpty();
        }

        assertThat(Passage.of("GET", "/").through(filter).sent).hasSize(1);
    }

    @Test
    void whatIsTooLongOrOfUnknownLengthIsNotCopied() {
        MirrorFilter filter = new MirrorFilter(Documents.read(Mirror::read, "{'origin':'other','maxBytes':10}"), OTHER);

        for (List<String> fields : List.of(
                List.of("Content-Length", "11"),
                List.of("Transfer-Encoding", "chunked"),
                List.of("Content-Type", "application/grpc"),
                List.of("Content-Length", "99999999999999999999"))) {
            Passage passage =
                    Passage.of("POST", "/", fields.toArray(String[]::new)).through(filter);
            assertThat(passage.passed).isTrue();
            assertThat(passage.sent).isEmpty();
        }
    }

    @Test
    void maintenanceSaysWhenToComeAgain() {
        MaintenanceFilter filter = new MaintenanceFilter(Documents.read(
                Maintenance::read, "{'message':'Back at noon.','retryAfter':'10m','allow':['192.168.0.0/16']}"));

        Passage passage = Passage.of("GET", "/").through(filter);

        assertThat(passage.refusal).isNotNull();
        assertThat(passage.refusal.detail()).isEqualTo("Back at noon.");
        assertThat(passage.refusal.fields()).containsEntry("Retry-After", "600");
    }

    @Test
    void aFaultAbortsThoseWhoAskForIt() {
        FaultFilter filter = new FaultFilter(
                Documents.read(Fault::read, "{'abort':{'percent':100,'status':418},'headers':{'X-Fault':'on'}}"));

        Passage asks = Passage.of("GET", "/", "X-Fault", "on").through(filter);

        assertThat(asks.answer).isNotNull();
        assertThat(asks.answer.status()).isEqualTo(418);
        assertThat(Passage.of("GET", "/").through(filter).passed).isTrue();
    }
}
