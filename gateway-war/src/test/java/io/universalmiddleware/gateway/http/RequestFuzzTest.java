package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

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
}
