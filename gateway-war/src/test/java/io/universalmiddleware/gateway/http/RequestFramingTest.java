package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFramingTest {
    private static final String HOST = "Host: a.example\r\n";
    private final RequestFraming framing = new RequestFraming(new HeadLimits(64, 512, 8));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a?b=c HTTP/1.1\r\nhOsT: [::1]:8080\r\nAccept: */*\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n00A;x=\"y z\";a;b=c\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n",
            })
    void takesWellFormedRequestsToTheirEnd(String request) {
        int end = advance(request);

        assertThat(end).isEqualTo(request.length());
        assertThat(framing.ended()).isTrue();
        assertThat(framing.refusal()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
                "GET / http/1.1\r\nHost: a\r\n\r\n",
                "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u007f HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET ! HTTP/1.1\r\nHost: a\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\t2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0001b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;\r\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;=b\r\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\r\nabc\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: 1\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: 1\r\n 2\r\n\r\n",
            })
    void refusesWhatCanBeReadInTwoWays(String request) {
        advance(request);

        assertThat(framing.refusal()).map(Refusal::type).contains(ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void tellsTooLongTargetsHeadsAndTooManyFieldsApart() {
        assertThat(refusalOf("GET /" + "a".repeat(64) + " HTTP/1.1\r\n")).isEqualTo(ProblemType.URI_TOO_LONG);
        assertThat(refusalOf("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(512)))
                .isEqualTo(ProblemType.HEADERS_TOO_LARGE);
        assertThat(refusalOf("GET / HTTP/1.1\r\n" + HOST + "X: 1\r\n".repeat(8)))
                .isEqualTo(ProblemType.HEADERS_TOO_LARGE);
        assertThat(refusalOf(
                        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + "a".repeat(512)))
                .isEqualTo(ProblemType.HEADERS_TOO_LARGE);
    }

    @Test
    void stopsBehindEachHeadAndEachPipelinedRequest() {
        String one = "POST /1 HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nab";
        String two = "GET /2 HTTP/1.1\r\n" + HOST + "\r\n";
        ByteBuffer bytes = bytes(one + two);

        int head = framing.advance(bytes, 0, bytes.limit());
        int first = framing.advance(bytes, head, bytes.limit());
        int second = framing.advance(bytes, first, bytes.limit());

        assertThat(head).isEqualTo(one.length() - 2);
        assertThat(first).isEqualTo(one.length());
        assertThat(second).isEqualTo(one.length() + two.length());
    }

    @Test
    void knowsWhetherItStandsWithinAHead() {
        advance("GET / HTTP/1.1\r\nHo");
        assertThat(framing.withinHead()).isTrue();

        advance("st: a\r\nContent-Length: 2\r\n\r\na");
        assertThat(framing.withinHead()).isFalse();
        assertThat(framing.betweenRequests()).isFalse();

        advance("b");
        assertThat(framing.betweenRequests()).isTrue();
        assertThat(framing.withinHead()).isFalse();
    }

    @Property
    void readsTheSameInPiecesOfAnySize(@ForAll @Size(max = 40) List<@IntRange(min = 1, max = 9) Integer> pieces) {
        String requests = "POST /1 HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;e\r\n!\r\n0\r\nT: 1\r\n\r\n"
                + "GET /2 HTTP/1.1\r\n" + HOST + "\r\nPUT /3 HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\n1234";

        assertThat(ends(requests, pieces)).isEqualTo(ends(requests, List.of()));
    }

    private static List<Integer> ends(String requests, List<Integer> pieces) {
        RequestFraming framing = new RequestFraming(new HeadLimits(64, 512, 8));
        ByteBuffer bytes = bytes(requests);
        List<Integer> ends = new ArrayList<>();
        int position = 0;
        for (int i = 0; position < bytes.limit(); ) {
            int to = i < pieces.size() ? Math.min(bytes.limit(), position + pieces.get(i++)) : bytes.limit();
            position = framing.advance(bytes, position, to);
            if (framing.ended()) {
                ends.add(position);
            }
        }
        assertThat(framing.refusal()).isEmpty();
        return ends;
    }

    private ProblemType refusalOf(String request) {
        RequestFraming fresh = new RequestFraming(new HeadLimits(64, 512, 8));
        ByteBuffer bytes = bytes(request);
        int head = fresh.advance(bytes, 0, bytes.limit());
        fresh.advance(bytes, head, bytes.limit());
        return fresh.refusal().orElseThrow().type();
    }

    private int advance(String text) {
        ByteBuffer bytes = bytes(text);
        int position = 0;
        while (position < bytes.limit() && framing.refusal().isEmpty()) {
            position = framing.advance(bytes, position, bytes.limit());
        }
        return position;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
