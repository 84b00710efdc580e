package io.universalmiddleware.hub.crowd;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A crowd is many {@linkplain LeanClient lean clients} of one or more hubs.
 *
 * <p>{@link #main} holds a crowd in a process of its own and prints what it sees once a second.
 */
public final class Crowd implements AutoCloseable {
    private final Vertx vertx;
    private final NetClient network;
    private final Tally tally = new Tally();
    private final List<LeanClient> clients = new CopyOnWriteArrayList<>();
    private final int mostDelayMillis;

    /**
     * @param loops event loops for all clients
     * @param mostDelayMillis the longest that a client waits before it comes back
     */
    public Crowd(int loops, int mostDelayMillis) {
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setWorkerPoolSize(1));
        this.network =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(20_000));
        this.mostDelayMillis = mostDelayMillis;
    }

    /**
     * One more client, which begins at once.
     *
     * @param addresses WebSocket addresses, tried in turn beginning with the first
     */
    public LeanClient join(List<URI> addresses, String token, String channel) {
        LeanClient client = new LeanClient(vertx, network, addresses, token, channel, tally, mostDelayMillis);
        clients.add(client);
        ((VertxInternal) vertx).createEventLoopContext().runOnContext(now -> client.connect());
        return client;
    }

    /** Breaks all connections at once. */
    public void cut() {
        clients.forEach(LeanClient::cut);
    }

    public List<LeanClient> clients() {
        return clients;
    }

    /** How many are subscribed now. */
    public long live() {
        return clients.stream().filter(LeanClient::isLive).count();
    }

    public Tally tally() {
        return tally;
    }

    @Override
    public void close() {
        clients.forEach(LeanClient::stop);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /**
     * Holds a crowd until its input ends.
     *
     * @param arguments WebSocket address, token, channel ({@code #} becomes the client's number), number of clients, new
     *     connections per second
     */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[3]);
        int perSecond = Integer.parseInt(arguments[4]);
        try (Crowd crowd = new Crowd(1, 5_000)) {
            long last = 0;
            while (System.in.available() == 0) {
                int until = Math.min(count, crowd.clients.size() + perSecond);
                for (int i = crowd.clients.size(); i < until; i++) {
                    crowd.join(List.of(URI.create(arguments[0])), arguments[1], arguments[2].replace("#", "" + i));
                }
                TimeUnit.SECONDS.sleep(1);
                Tally tally = crowd.tally;
                System.out.printf(
                        "{\"live\":%d,\"perSecond\":%d,\"p50\":%.2f,\"p99\":%.2f,\"silentGaps\":%d,\"repeated\":%d,\"closings\":%d}%n",
                        crowd.live(),
                        tally.publications() - last,
                        tally.delayMillis(50),
                        tally.delayMillis(99),
                        tally.silentGaps(),
                        tally.repeated(),
                        tally.closings());
                last = tally.publications();
                tally.forgetDelays();
            }
        }
    }
}
