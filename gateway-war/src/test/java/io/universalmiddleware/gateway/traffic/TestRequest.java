package io.universalmiddleware.gateway.traffic;

import io.universalmiddleware.gateway.filter.Caller;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A request of a test that has ended. */
public record TestRequest(
        Owner owner, RouteLog log, String origin, int status, long nanos, Caller caller, String client, String path)
        implements Passed {

    /** A route, or a tenant. */
    record Owner(String tenant, String route) implements Measured {}

    /** One of a tenant's route that took ten milliseconds. */
    public static TestRequest of(String tenant, String route, int status) {
        return new TestRequest(
                new Owner(tenant, route),
                RouteLog.ALL,
                "demo",
                status,
                TimeUnit.MILLISECONDS.toNanos(10),
                Caller.ANONYMOUS,
                "192.0.2.1",
                "/things");
    }

    public TestRequest from(String address) {
        return new TestRequest(owner, log, origin, status, nanos, caller, address, path);
    }

    public TestRequest by(String user) {
        Caller known = new Caller(Caller.Kind.USER, user, Set.of(), Set.of(), "", "");
        return new TestRequest(owner, log, origin, status, nanos, known, client, path);
    }

    public TestRequest at(String other) {
        return new TestRequest(owner, log, origin, status, nanos, caller, client, other);
    }

    public TestRequest taking(long millis) {
        return new TestRequest(owner, log, origin, status, TimeUnit.MILLISECONDS.toNanos(millis), caller, client, path);
    }

    public TestRequest answered(int other) {
        return new TestRequest(owner, log, origin, other, nanos, caller, client, path);
    }

    public TestRequest logged(RouteLog other) {
        return new TestRequest(owner, other, origin, status, nanos, caller, client, path);
    }

    @Override
    public long received() {
        return 3;
    }

    @Override
    public long sent() {
        return 7;
    }

    @Override
    public LogEntry entry(long endedAt) {
        return new LogEntry(
                endedAt - TimeUnit.NANOSECONDS.toMillis(nanos),
                owner.tenant(),
                owner.route(),
                origin,
                "127.0.0.1:1",
                "GET",
                path,
                status,
                TimeUnit.NANOSECONDS.toMicros(nanos),
                received(),
                sent(),
                "um-edge; hit; ttl=1",
                caller,
                client,
                "request-1",
                "0af7651916cd43dd8448eb211c80319c",
                null,
                null);
    }
}
