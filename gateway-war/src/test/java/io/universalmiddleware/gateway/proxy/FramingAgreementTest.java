package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.universalmiddleware.gateway.http.HeadLimits;
import io.universalmiddleware.gateway.http.RequestFraming;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the guard lets pass, the decoder behind it reads in the same way: as many requests, each to its end. */
class FramingAgreementTest {
    private static final List<String> VALID = List.of(
            "GET /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.0\r\n\r\n",
            "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "POST /d HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n0A;x=y;z;q=\"1 2\"\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
            "PUT /e HTTP/1.1\r\nHost: a\r\nConnection: close, Content-Length\r\nContent-Length: 0\r\n\r\n");

    /** A change of one byte: at a share of the text, to, before or instead of a byte. */
    private record Edit(double where, char what, int how) {
        void apply(StringBuilder text) {
            int at = Math.min((int) (where * text.length()), text.length() - 1);
            switch (how) {
                case 0 -> text.setCharAt(at, what);
                case 1 -> text.insert(at, what);
                default -> text.deleteCharAt(at);
            }
        }
    }

    @Property(tries = 5_000)
    void theDecoderReadsWhatTheGuardRead(@ForAll("requests") List<String> requests, @ForAll("edits") List<Edit> edits) {
        StringBuilder text = new StringBuilder(String.join("", requests));
        edits.forEach(edit -> edit.apply(text));
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);

        RequestFraming framing = new RequestFraming(new HeadLimits(500, 2_000, 20));
        ByteBuffer view = ByteBuffer.wrap(bytes);
        int complete = 0;
        int count = 0;
        for (int at = 0; at < bytes.length && framing.refusal().isEmpty(); ) {
            at = framing.advance(view, at, bytes.length);
            if (framing.ended()) {
                complete = at;
                count++;
            }
        }

        assertThat(requestsDecodedFrom(Arrays.copyOf(bytes, complete))).isEqualTo(count);
    }

    @Provide
    Arbitrary<List<String>> requests() {
        return Arbitraries.of(VALID).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Character> bytes = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of('\r', '\n', ' ', '\t', ':', ';', ',', '0', '1', '"', '=', '\0', '\u000b')),
                Tuple.of(1, Arbitraries.chars().range('\0', '\u00ff')));
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        bytes,
                        Arbitraries.integers().between(0, 2))
                .as(Edit::new)
                .list()
                .ofMaxSize(3);
    }

    private static int requestsDecodedFrom(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new VertxHttpRequestDecoder(new HttpServerOptions()));
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        int requests = 0;
        int ends = 0;
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            assertThat(part.decoderResult().isSuccess()).as("%s", part).isTrue();
            requests += part instanceof HttpRequest ? 1 : 0;
            ends += part instanceof LastHttpContent ? 1 : 0;
            ReferenceCountUtil.release(part);
        }
        channel.finishAndReleaseAll();
        assertThat(ends).isEqualTo(requests);
        return requests;
    }
}
