package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Request lines and headers that a fuzzer makes: each is read in one way, or refused. */
class RequestFuzzTest {

    @FuzzTest
    void aTargetIsCanonicalOrRefused(FuzzedDataProvider data) {
        String text = '/' + data.consumeRemainingAsString();
        Checked<RequestTarget> strictly = RequestTarget.of(text);
        Checked<RequestTarget> loosely = RequestTarget.ofAmbiguous(text);

        if (strictly instanceof Checked.Usable<RequestTarget> usable) {
            assertThat(RequestTarget.of(usable.value().originForm())).isEqualTo(strictly);
            assertThat(loosely).isEqualTo(strictly);
        }
        if (loosely instanceof Checked.Usable<RequestTarget> usable) {
            assertThat(usable.value().originForm()).matches("/[!-~]*");
            assertThat(RequestTarget.ofAmbiguous(usable.value().originForm())).isEqualTo(loosely);
        }
    }

    @FuzzTest
    void framingIsTheSameHoweverTheBytesCome(FuzzedDataProvider data) {
        int split = data.consumeInt(0, 400);
        byte[] bytes = data.consumeRemainingAsBytes();
        HeadLimits limits = new HeadLimits(100, 400, 10);
        RequestFraming atOnce = new RequestFraming(limits);
        RequestFraming inTwo = new RequestFraming(limits);
        ByteBuffer all = ByteBuffer.wrap(bytes);

        int whole = atOnce.advance(all, 0, bytes.length);
        int first = Math.min(split, bytes.length);
        int part = inTwo.advance(all, 0, first);
        if (first < whole) {
            part = inTwo.advance(all, part, bytes.length);
        }

        assertThat(inTwo.refusal()).isEqualTo(atOnce.refusal());
        assertThat(part).isEqualTo(whole);
    }

    @FuzzTest
    void whatIsSaidOfTheSenderHasNothingInItThatCannotBeSaid(FuzzedDataProvider data) {
        Forwarding forwarding = new Forwarding(data.consumeInt(0, 3));
        List<String> saidFor = List.of(data.consumeString(60), data.consumeString(60));
        String saidProtocol = data.consumeString(10);
        String saidHost = data.consumeString(40);
        if (Authority.of(data.consumeString(40)) instanceof Checked.Usable<Authority> host) {
            assertThat(Authority.of(host.value().toString())).isEqualTo(host);

            Forwarding.Told told = forwarding.tell("192.0.2.1", "http", host.value(), saidFor, saidProtocol, saidHost);

            for (String value : List.of(told.client(), told.forwardedFor(), told.host(), told.forwarded())) {
                assertThat(value).matches("[ -~]+");
            }
            assertThat(told.protocol()).isIn("http", "https");
            assertThat(told.port()).isBetween(1, 65_535);
        }
    }

    @FuzzTest
    void fieldsThatPassCanBeSaid(FuzzedDataProvider data) {
        String name = data.consumeString(40);
        String value = data.consumeString(200);
        if (FieldSyntax.isToken(name) && FieldSyntax.isValue(value)) {
            assertThat(name).matches("[!-~]+").doesNotContain(":", " ");
            assertThat(value).doesNotContain("\r", "\n", "\0");
        }
        for (String named : HeaderRules.namedBy(List.of(value, name))) {
            assertThat(named).isEqualTo(named.strip().toLowerCase(Locale.ROOT));
        }
        RequestMarks marks = RequestMarks.of(name, value, data.consumeRemainingAsString(), Clock.systemUTC());
        assertThat(marks.requestId()).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(marks.trace().traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
        if (marks.traceState() != null) {
            assertThat(marks.traceState()).matches("[ -~\t]*");
        }
    }
}
