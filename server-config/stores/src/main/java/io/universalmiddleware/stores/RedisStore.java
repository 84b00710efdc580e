package io.universalmiddleware.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Redis 7 with an append-only file, synced every second: a {@code kill -9} of the process loses nothing. */
public final class RedisStore extends ServerProcess {
    private static final int ANSWER_WITHIN_MILLIS = 1000;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private RedisStore(Path directory, int port) {
        super("Redis", port, directory.toAbsolutePath().normalize());
    }

    /** A Redis that is not started yet. Its {@link #start()} takes 0.1 s. */
    public static RedisStore at(Path directory, int port) {
        return new RedisStore(directory, port);
    }

    /** Starts Redis on the directory's data. */
    public static RedisStore start(Path directory, int port) {
        RedisStore store = at(directory, port);
        store.start();
        return store;
    }

    /** Its address, as {@code redis://127.0.0.1:16379}. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    @Override
    protected void prepare() {
        // Redis repairs a cut append-only file itself
    }

    @Override
    protected List<String> command() throws IOException {
        List<String> command = new ArrayList<>(tied("TERM"));
        command.addAll(List.of(
                Binaries.redis().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port()),
                "--dir",
                directory().toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--maxmemory",
                "512mb",
                "--maxmemory-policy",
                "volatile-lru",
                "--stream-node-max-bytes", // every stream reserves as much, and most hold one publication
                "512",
                "--tcp-keepalive",
                "60",
                "--loglevel",
                "warning"));
        return command;
    }

    @Override
    protected boolean answers() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_WITHIN_MILLIS);
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            socket.getOutputStream().write(PING);
            byte[] answer = socket.getInputStream().readNBytes("+PONG".length());
            return "+PONG".equals(new String(answer, StandardCharsets.US_ASCII));
        }
    }

    @Override
    protected String stopSignal() {
        return "TERM";
    }
}
