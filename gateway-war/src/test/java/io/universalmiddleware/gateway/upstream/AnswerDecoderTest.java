package io.universalmiddleware.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnswerDecoderTest {
    private static final String END = " end";
    private static final String WRONG = " wrong";

    @Property(tries = 300)
    void anAnswerIsTheSameHoweverItsBytesCome(@ForAll("answers") String answer, @ForAll("cuts") List<Integer> cuts) {
        assertThat(read(answer, cuts)).isEqualTo(read(answer, List.of()));
    }

    @Property(tries = 300)
    void whatIsReadOfAnythingIsAnAnswerOrWrong(@ForAll("noise") String noise, @ForAll("cuts") List<Integer> cuts) {
        String read = read(noise, cuts);

        assertThat(read).isEqualTo(read(noise, List.of()));
        assertThat(read.indexOf(WRONG)).isIn(-1, read.length() - WRONG.length());
    }

    @Property(tries = 100)
    void whatComesBehindAnAnswerIsWrong(@ForAll("answers") String answer, @ForAll("noise") String behind) {
        String whole = read(answer, List.of());

        if (whole.endsWith(END) && !behind.isEmpty()) {
            assertThat(read(answer + behind, List.of())).isEqualTo(whole + WRONG);
        }
    }

    @Provide
    Arbitrary<String> answers() {
        return Arbitraries.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nSum: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\nContent-Length: 1\n\na");
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "HTTP/1.1 200 OK",
                        "HTTP/1.0 304 N",
                        "\r\n",
                        "\n",
                        "\r",
                        "Content-Length: ",
                        "Transfer-Encoding: chunked",
                        "3",
                        "0",
                        ":",
                        " ",
                        "\0",
                        "\u00ff",
                        "x")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMaxSize(10);
    }

    /** What is read of one answer, pieces of these lengths come first, then the rest. */
    private static String read(String bytes, List<Integer> pieces) {
        AnswerDecoder decoder = new AnswerDecoder();
        Reading reading = new Reading(decoder);
        EmbeddedChannel channel = new EmbeddedChannel(decoder, reading);
        decoder.await(false);
        int from = 0;
        for (int length : pieces) {
            int to = Math.min(bytes.length(), from + length);
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            from = to;
        }
        channel.writeInbound(Unpooled.copiedBuffer(bytes, from, bytes.length() - from, StandardCharsets.ISO_8859_1));
        String read = reading.read.toString();
        channel.close();
        return read;
    }

    /** Writes down what is read, and tells the decoder when an answer has ended, as a connection does. */
    private static final class Reading extends ChannelInboundHandlerAdapter {
        private final AnswerDecoder decoder;
        private final StringBuilder read = new StringBuilder();
        private boolean begun;
        private boolean wrong;

        Reading(AnswerDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void channelRead(ChannelHandlerContext channel, Object message) {
            if (((HttpObject) message).decoderResult().isFailure()) {
                wrong();
            } else if (message instanceof HttpResponse head) {
                begun = head.status().code() >= 200;
                read.append(head.status().code()).append(head.headers().entries());
            } else if (message instanceof HttpContent piece) {
                read.append(piece.content().toString(StandardCharsets.ISO_8859_1));
                if (begun && piece instanceof LastHttpContent last) {
                    read.append(last.trailingHeaders().entries()).append(END);
                    decoder.ended();
                }
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext channel, Throwable fault) {
            wrong();
        }

        private void wrong() {
            if (!wrong) {
                wrong = true;
                read.append(WRONG);
            }
        }
    }
}
