package io.universalmiddleware.gateway.proxy;

import io.netty.util.NetUtil;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.pool.Attempt;
import io.universalmiddleware.gateway.pool.Fault;
import io.universalmiddleware.gateway.pool.Picking;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.pool.Visitor;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pool of one of the platform's own processes: one target, which {@code UpstreamWatch} looks after. */
final class UpstreamPool implements Pool, Attempt {

    /** Somebody of whom such a pool wants to know nothing. */
    static final Visitor ANYBODY = new Visitor() {
        @Override
        public String path() {
            return "/";
        }

        @Override
        public String clientAddress() {
            return "";
        }

        @Override
        public Fields request() {
            return new FieldList();
        }

        @Override
        public Fields answer() {
            return new FieldList();
        }
    };

    private static final Retries SAFE_ONCE =
            new Retries(2, Set.of(Retries.On.RESET), Set.of(), Set.of("GET", "HEAD", "OPTIONS"), Duration.ZERO);

    private final Target target;
    private final Persistence persistence;

    UpstreamPool(Upstream upstream) {
        target = new Target(
                upstream.name(), upstream.host(), upstream.port(), upstream.tls(), Protocol.HTTP1, address(upstream));
        persistence = new Persistence(upstream.patience(), SAFE_ONCE, Duration.ZERO);
    }

    /** Known if it is written as one; a name is looked up for each connection. */
    private static InetSocketAddress address(Upstream upstream) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(upstream.host());
        return literal == null
                ? InetSocketAddress.createUnresolved(upstream.host(), upstream.port())
                : new InetSocketAddress(literal, upstream.port());
    }

    /** A kept-alive connection may end just as it is used again; RFC 9112, section 9.3.1 lets safe requests be sent again. */
    Persistence persistence() {
        return persistence;
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public void pick(Visitor visitor, @Nullable Target not, Picking then) {
        then.picked(this);
    }

    @Override
    public boolean mayRetry() {
        return true;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public void answered(int status) {}

    @Override
    public void failed(Fault fault) {}

    @Override
    public void ended() {}
}
