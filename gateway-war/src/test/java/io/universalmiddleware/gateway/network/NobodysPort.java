package io.universalmiddleware.gateway.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of this machine that is taken and where nobody listens: whoever connects to it is refused, as long as it is held. */
public final class NobodysPort implements AutoCloseable {
    private final Socket bound = new Socket();

    public NobodysPort() {
        this(0);
    }

    /** @param number of a port whose listener is gone, one that no outgoing connection is given ({@code Ports.free()}); 0 for any that is free */
    public NobodysPort(int number) {
        try {
            bound.setReuseAddress(true);
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
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
