package io.universalmiddleware.gateway.network;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A port of this machine that is taken and where nobody listens: whoever connects to it is refused, as long as it is held. */
public final class NobodysPort implements AutoCloseable {
    private final Socket bound;

    public NobodysPort() {
        bound = bind(0);
    }

    /**
     * Takes the port once its listener is gone: a selector keeps the socket of a channel that is closed until it selects again.
     *
     * @param number one that no outgoing connection is given ({@code Ports.free()})
     */
    public NobodysPort(int number) {
        bound = await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsMatching(failed -> failed.getCause() instanceof BindException)
                .until(() -> bind(number), Socket::isBound);
    }

    private static Socket bind(int number) {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return socket;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public int number() {
        return bound.getLocalPort();
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
