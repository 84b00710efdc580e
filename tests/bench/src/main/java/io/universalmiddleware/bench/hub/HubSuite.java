package io.universalmiddleware.bench.hub;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.stack.Cpu;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fan-out of one channel to 500 subscribers on the hub's own listener, beside Socket.IO 4.8 with the Redis adapter; then idle
 * connections. The same lean client listens to both.
 *
 * <p>The hub orders and keeps each publication in Redis before anyone gets it; Socket.IO passes it on at once and tells Redis of
 * it for other nodes. The processor time is that of the server's process.
 */
public final class HubSuite implements Suite {
    private static final String PEER = "Socket.IO 4.8";
    private static final int SUBSCRIBERS = 500;
    private static final int SAMPLES = 25;
    private static final int STEADY = 200;
    private static final int ON_THEIR_WAY = 20;
    /** One client opens and publishes what in practice many do. */
    private static final Map<String, String> SETTINGS = Map.of(
            "um.roles", "gateway,hub",
            "um.hub.commands-per-second", "100000",
            "um.hub.command-burst", "100000",
            "um.hub.connects-per-second", "100000",
            "um.hub.address-connects-per-second", "100000",
            "um.hub.address-connect-burst", "100000");

    private static final String CHANNEL = "bench:all";

    @Override
    public String name() {
        return "hub";
    }

    @Override
    public String about() {
        return "fan-out to " + SUBSCRIBERS + " subscribers of one channel, beside " + PEER + "; idle connections";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (MeasuredStack stack = MeasuredStack.started(run, name(), SETTINGS)) {
            String token = stack.token();
            int port = stack.addresses().hub().getPort();
            try (SocketIoPeer peer = SocketIoPeer.start(run, stack.addresses().redis());
                    Flock ours = Flock.of(port, SUBSCRIBERS, SAMPLES, i -> Speech.hub(token, CHANNEL));
                    PublisherSocket out = new PublisherSocket(port, Speech.hub(token, ""));
                    Flock theirs = Flock.of(peer.port(), SUBSCRIBERS, SAMPLES, i -> Speech.socketIo());
                    PublisherSocket peerOut = new PublisherSocket(peer.port(), Speech.socketIoPublisher())) {
                Publisher publisher = new Publisher(
                        out,
                        at -> "{\"id\":3,\"publish\":{\"channel\":\"" + CHANNEL + "\",\"data\":" + Publisher.data(at)
                                + "}}",
                        ours,
                        SUBSCRIBERS);
                Publisher peerPublisher =
                        new Publisher(peerOut, at -> "42[\"publish\"," + Publisher.data(at) + "]", theirs, SUBSCRIBERS);
                FanOut hub = new FanOut(
                        "hub", publisher, ours, stack.stack().platform().pid());
                FanOut other =
                        new FanOut(PEER, peerPublisher, theirs, peer.program().pid());
                hub.warmUp(run);
                other.warmUp(run);
                for (int i = 0; i < run.rounds(); i++) {
                    hub.round(run);
                    other.round(run);
                }
                figures.add(beside("hub.delivered", "messages/s", hub.quick, other.quick));
                figures.add(beside("hub.delivered-per-cpu", "per CPU s", hub.perCpu, other.perCpu));
                figures.add(beside("hub.p50", "ms", hub.p50, other.p50));
                figures.add(beside("hub.p99", "ms", hub.p99, other.p99));
            }
            figures.addAll(new IdleConnections(stack).measure(run));
        }
        return figures;
    }

    private static Figure beside(String name, String unit, List<Double> ours, List<Double> theirs) {
        return Figure.beside(name, Figure.median(ours), unit, PEER, Figure.median(theirs));
    }

    /** The rounds of one server. */
    private static final class FanOut {
        private final String name;
        private final Publisher publisher;
        private final Flock flock;
        private final long pid;
        private final List<Double> quick = new ArrayList<>();
        private final List<Double> perCpu = new ArrayList<>();
        private final List<Double> p50 = new ArrayList<>();
        private final List<Double> p99 = new ArrayList<>();

        FanOut(String name, Publisher publisher, Flock flock, long pid) {
            this.name = name;
            this.publisher = publisher;
            this.flock = flock;
            this.pid = pid;
        }

        void warmUp(Run run) throws Exception {
            publisher.steadily(STEADY, run.warmUp());
        }

        void round(Run run) throws Exception {
            Cpu cpu = Cpu.of(
                    Map.of("server", pid, "clients", ProcessHandle.current().pid()));
            Latencies latencies = flock.taking();
            long delivered = publisher.steadily(STEADY, run.round());
            perCpu.add(delivered / cpu.seconds("server"));
            p50.add(latencies.millis(0.5));
            p99.add(latencies.millis(0.99));
            String cores = cpu.cores();
            long begin = System.nanoTime();
            quick.add(publisher.quickly(ON_THEIR_WAY, run.round()) / ((System.nanoTime() - begin) / 1e9));
            int last = quick.size() - 1;
            run.say(
                    "%s at %,d/s: p50 %.1f ms, p99 %.1f ms, %,.0f messages per CPU second, cores: %s; at most %,.0f/s",
                    name, STEADY * SUBSCRIBERS, p50.get(last), p99.get(last), perCpu.get(last), cores, quick.get(last));
        }
    }
}
