package io.universalmiddleware.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@WithBackends
class RedisConnectionIT {
    @Test
    void readsFieldsOfAHashAndThoseThatAreNotThere(RedisBackend redis) throws IOException {
        URI url = URI.create(redis.url());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
                OutputStream out = socket.getOutputStream()) {
            out.write(("HSET " + redis.keyPrefix() + "row v 7 b \"caf\u00e9\"\r\n").getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo(':');
        }

        try (RedisConnection connection = new RedisConnection(url)) {
            assertThat(connection.hashFields(redis.keyPrefix() + "row", "v", "b", "x"))
                    .containsExactly(Optional.of("7"), Optional.of("café"), Optional.empty());
            assertThat(connection.hashFields(redis.keyPrefix() + "none", "v")).containsExactly(Optional.empty());
        }
    }
}
