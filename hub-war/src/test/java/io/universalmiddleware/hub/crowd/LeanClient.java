package io.universalmiddleware.hub.crowd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A lean client is a subscriber of one channel that keeps its position and nothing else.
 *
 * <p>It comes back as the official clients do: after a random delay that grows, at the next address, from its position. All of it runs
 * on one event loop.
 */
public final class LeanClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PUSH = "{\"push\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PUBLICATION = "\"pub\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OFFSET = "\"offset\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SENT_AT = "\"t\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = FrameReader.masked(new byte[] {'{', '}'});
    private static final int STAY_AWAY_FROM = 3_500;
    private static final int SUBSCRIBE_AGAIN_FROM = 2_500;

    private final Vertx vertx;
    private final NetClient network;
    private final List<URI> addresses;
    private final String token;
    private final String channel;
    private final Tally tally;
    private final int mostDelayMillis;
    private volatile @Nullable NetSocket socket;
    private FrameReader reader = new FrameReader();
    private byte @Nullable [] head = new byte[0];
    private int attempt;
    private int address;
    private String epoch = "";
    private long offset = -1;
    private volatile boolean stopped;
    private volatile int closeCode;
    private volatile boolean live;

    LeanClient(
            Vertx vertx,
            NetClient network,
            List<URI> addresses,
            String token,
            String channel,
            Tally tally,
            int mostDelayMillis) {
        this.vertx = vertx;
        this.network = network;
        this.addresses = addresses;
        this.token = token;
        this.channel = channel;
        this.tally = tally;
        this.mostDelayMillis = mostDelayMillis;
    }

    /** Whether it is subscribed now. */
    public boolean isLive() {
        return live;
    }

    /** The code of the latest closing that the hub told; 0 before. */
    public int closeCode() {
        return closeCode;
    }

    /** The latest offset it has; -1 before the first subscription. */
    public long offset() {
        return offset;
    }

    void connect() {
        URI to = addresses.get(address % addresses.size());
        head = new byte[0];
        reader = new FrameReader();
        network.connect(to.getPort(), to.getHost()).onComplete(result -> {
            if (result.failed()) {
                comeBack();
            } else if (stopped) {
                result.result().close();
            } else {
                opened(result.result(), to);
            }
        });
    }

    /** Breaks off without a word; it comes back by itself. */
    void cut() {
        @Nullable NetSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    void stop() {
        stopped = true;
        cut();
    }

    private void opened(NetSocket open, URI to) {
        socket = open;
        open.handler(this::received);
        open.exceptionHandler(fault -> open.close());
        open.closeHandler(gone -> {
            socket = null;
            live = false;
            tally.closings.increment();
            comeBack();
        });
        open.write("GET " + to.getPath() + " HTTP/1.1\r\nHost: " + to.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    private void comeBack() {
        if (stopped || closeCode >= STAY_AWAY_FROM) {
            return;
        }
        address++;
        int most = Math.min(mostDelayMillis, 100 << Math.min(attempt++, 10));
        vertx.setTimer(1 + ThreadLocalRandom.current().nextInt(most), due -> {
            if (!stopped) {
                connect();
            }
        });
    }

    private void received(Buffer buffer) {
        byte[] more = buffer.getBytes();
        byte @Nullable [] before = head;
        if (before == null) {
            reader.read(more, this::frame);
            return;
        }
        byte[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        int end = find(all, new byte[] {'\r', '\n', '\r', '\n'}, 0, all.length);
        if (end < 0) {
            head = all;
            return;
        }
        String status = new String(all, 9, 3, StandardCharsets.US_ASCII);
        if (!status.equals("101")) {
            tally.refusedHandshakes.increment();
            cut();
            return;
        }
        head = null;
        tally.handshakes.increment();
        send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}\n" + subscribe());
        reader.read(Arrays.copyOfRange(all, end + 4, all.length), this::frame);
    }

    private String subscribe() {
        String since = offset < 0 ? "" : ",\"recover\":true,\"offset\":" + offset + ",\"epoch\":\"" + epoch + '"';
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + '"' + since + "}}";
    }

    private void send(String text) {
        @Nullable NetSocket open = socket;
        if (open != null) {
            open.write(Buffer.buffer(FrameReader.masked(text.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private void frame(int opcode, byte[] bytes, int from, int to) {
        if (opcode == FrameReader.CLOSE) {
            closeCode = to - from < 2 ? 1005 : (bytes[from] & 0xFF) << 8 | bytes[from + 1] & 0xFF;
            cut();
        } else if (opcode == FrameReader.TEXT) {
            int line = from;
            for (int i = from; i <= to; i++) {
                if (i == to || bytes[i] == '\n') {
                    message(bytes, line, i);
                    line = i + 1;
                }
            }
        }
    }

    private void message(byte[] bytes, int from, int to) {
        if (to - from == 2) {
            @Nullable NetSocket open = socket;
            if (open != null) {
                open.write(Buffer.buffer(PONG));
            }
        } else if (find(bytes, PUSH, from, from + PUSH.length) < 0) {
            replied(parse(bytes, from, to));
        } else if (find(bytes, PUBLICATION, from, to) >= 0) {
            published(number(bytes, OFFSET, from, to), number(bytes, SENT_AT, from, to));
        } else {
            unsubscribed(parse(bytes, from, to).path("push").path("unsubscribe"));
        }
    }

    private void published(long at, long sentAt) {
        tally.publications.increment();
        if (at <= offset) {
            tally.repeated.increment();
        } else {
            tally.silentGaps.add(at - offset - 1);
            offset = at;
        }
        if (sentAt > 0) {
            tally.delay(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - sentAt);
        }
    }

    private void replied(JsonNode reply) {
        JsonNode subscription = reply.path("subscribe");
        if (reply.has("error")) {
            if (reply.path("error").path("temporary").asBoolean()) {
                cut();
            } else {
                throw new IllegalStateException("the hub refused: " + reply);
            }
        } else if (!subscription.isMissingNode()) {
            attempt = 0;
            tally.subscribed.increment();
            long top = subscription.path("offset").asLong();
            if (subscription.path("recovered").asBoolean()) {
                tally.recoveries.increment();
                subscription
                        .path("publications")
                        .forEach(p -> published(p.path("offset").asLong(), 0));
                tally.silentGaps.add(top - offset);
            } else if (offset >= 0) {
                tally.toldOfGaps.increment();
            }
            epoch = subscription.path("epoch").asText();
            offset = top;
            live = true;
        }
    }

    private void unsubscribed(JsonNode push) {
        if (push.path("code").asInt() >= SUBSCRIBE_AGAIN_FROM) {
            live = false;
            send(subscribe());
        }
    }

    private static JsonNode parse(byte[] bytes, int from, int to) {
        try {
            return JSON.readTree(bytes, from, to - from);
        } catch (IOException e) {
            throw new UncheckedIOException("the hub sent no JSON", e);
        }
    }

    /** The number after a name; 0 if the name is not there. */
    private static long number(byte[] bytes, byte[] name, int from, int to) {
        int at = find(bytes, name, from, to);
        long number = 0;
        for (int i = at + name.length; at >= 0 && i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static int find(byte[] bytes, byte[] wanted, int from, int to) {
        for (int i = from; i + wanted.length <= to; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
