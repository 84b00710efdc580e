package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.pool.Attempt;
import io.universalmiddleware.gateway.pool.Fault;
import io.universalmiddleware.gateway.pool.Picking;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.pool.Visitor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pool that takes its targets in turn and writes down what it is told of its attempts. */
final class TargetsInTurn implements Pool {
    final Queue<String> told = new ConcurrentLinkedQueue<>();
    final AtomicInteger open = new AtomicInteger();
    private final List<Target> targets = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private volatile int budget = 100;

    TargetsInTurn(int... ports) {
        for (int port : ports) {
            add(port, Protocol.HTTP1);
        }
    }

    TargetsInTurn speaking(Protocol protocol) {
        List<Target> before = List.copyOf(targets);
        targets.clear();
        before.forEach(target -> add(target.port(), protocol));
        return this;
    }

    TargetsInTurn with(Target another) {
        targets.add(another);
        return this;
    }

    /** Lets this many further attempts be made. */
    TargetsInTurn budget(int attempts) {
        budget = attempts;
        return this;
    }

    @Override
    public String name() {
        return "in-turn";
    }

    @Override
    public void pick(Visitor visitor, @Nullable Target not, Picking then) {
        Target target = targets.get(next.getAndIncrement() % targets.size());
        open.incrementAndGet();
        then.picked(new Attempt() {
            @Override
            public Target target() {
                return target;
            }

            @Override
            public void answered(int status) {
                told.add("answered " + status);
            }

            @Override
            public void failed(Fault fault) {
                told.add("failed " + fault);
            }

            @Override
            public void ended() {
                open.decrementAndGet();
            }
        });
    }

    @Override
    public boolean mayRetry() {
        return budget-- > 0;
    }

    private void add(int port, Protocol protocol) {
        targets.add(new Target(
                "127.0.0.1:" + port, "127.0.0.1", port, false, protocol, new InetSocketAddress("127.0.0.1", port)));
    }
}
