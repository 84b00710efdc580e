package io.universalmiddleware.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's answer: its head, and its body, which flows unless it is paused.
 *
 * <p>What is not taken stays with the upstream. Its end is told only where the message says that it ends; that it will not be whole is told to the
 * {@link UpstreamCall.Caller}.
 */
public interface UpstreamAnswer extends ReadStream<Buffer> {
    int status();

    HttpVersion version();

    MultiMap headers();

    /** The fields behind the body, once that has ended; null for none. */
    @Nullable
    MultiMap trailers();

    /**
     * The socket, once both sides have changed the protocol.
     *
     * @throws IllegalStateException if they have not
     */
    NetSocket socket();
}
