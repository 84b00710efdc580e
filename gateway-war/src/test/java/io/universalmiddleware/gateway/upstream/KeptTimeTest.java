package io.universalmiddleware.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.HttpUtils;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptTimeTest {
    private static final int MOST = 95;

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 9, 10, 18, 19, 20, 29, 90, 94, 95, 99, 999, 999_999_999})
    void vertxKeepsAConnectionNoLongerThanItsUpstreamAndTheSettingAllow(int seconds) {
        HttpHeaders fields = heard("timeout=" + seconds + ", max=99");

        int kept = HttpUtils.parseKeepAliveHeaderTimeout(fields.get("Keep-Alive"));

        int wanted = Math.min(seconds, MOST);
        assertThat(kept)
                .isLessThanOrEqualTo(wanted)
                .isGreaterThanOrEqualTo(wanted - 11)
                .isPositive();
        assertThat(fields.contains("Connection")).isFalse();
    }

    @Test
    void whatIsNotKeptIsClosed() {
        assertThat(heard("timeout=0").get("Connection")).isEqualTo("close");
    }

    @Test
    void whatIsOfThisHopAloneStaysSo() {
        assertThat(heard("timeout=0", "X-Internal").getAll("Connection")).containsExactly("close", "X-Internal");
    }

    @Test
    void whatSaysNothingStaysAsItIs() {
        assertThat(heard(null)).isEmpty();
        assertThat(heard("max=9").get("Keep-Alive")).isEqualTo("max=9");
    }

    private static HttpHeaders heard(@Nullable String said, String... named) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().add("Connection", List.of(named));
        if (said != null) {
            head.headers().set("Keep-Alive", said);
        }
        EmbeddedChannel channel = new EmbeddedChannel(new KeptTime(Duration.ofSeconds(MOST)));
        channel.writeInbound(head);
        assertThat(channel.<Object>readInbound()).isSameAs(head);
        return head.headers();
    }
}
