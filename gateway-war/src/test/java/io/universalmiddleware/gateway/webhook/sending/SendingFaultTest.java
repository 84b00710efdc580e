package io.universalmiddleware.gateway.webhook.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SendingFaultTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        new CompletionException(new UnknownHostException("the name cannot be resolved")),
                        "the name cannot be resolved"),
                Arguments.of(
                        new ConnectException("Connection refused: /[0:0:0:0:0:0:0:1]:81"),
                        "the connection was refused"),
                Arguments.of(
                        new ConnectTimeoutException("connection timed out: /192.0.2.1:443"),
                        "the connection timed out"),
                Arguments.of(
                        new NoRouteToHostException("No route to host: /[0:0:0:0:0:0:0:1]:81"), "it cannot be reached"),
                Arguments.of(new SocketException("Network is unreachable: /[2001:db8::1]:81"), "it cannot be reached"),
                Arguments.of(new SocketException("Connection reset"), "the connection ended before an answer came"),
                Arguments.of(new IOException("Broken pipe"), "the connection ended before an answer came"),
                Arguments.of(
                        new HttpClosedException("Connection was closed"),
                        "the connection ended before an answer came"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isSaidPlainly(Throwable fault, String said) {
        assertThat(SendingFault.said(fault)).isEqualTo(said);
    }

    @Test
    void namesNoClass() {
        assertThat(SendingFault.said(new SSLHandshakeException("sun.security.validator.ValidatorException")))
                .contains("certificate")
                .doesNotContain("sun.security");
        assertThat(SendingFault.said(new IllegalStateException())).doesNotContain("IllegalState", "null");
    }
}
