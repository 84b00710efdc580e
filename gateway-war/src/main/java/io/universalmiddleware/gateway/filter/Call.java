package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Visitor;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call is a request of a tenant's client that has found its route.
 *
 * <p>It belongs to one filter at a time: whoever holds its gate, until that is used.
 */
public final class Call implements Visitor {
    private final RouteScope scope;
    private final Sender sender;
    private final String method;
    private final Fields request;
    private final boolean upgrades;
    private final OriginRequests origin;
    private String path;
    private @Nullable String query;
    private Caller caller = Caller.ANONYMOUS;
    private @Nullable Pool elsewhere;
    private @Nullable FieldList answer;
    private byte @Nullable [] body;
    private final String asked;
    private @Nullable String originHost;
    private @Nullable Map<Filter, Object> kept;
    private Set<String> hidden = Set.of();

    /** What the listener knows of how a call goes on. */
    public interface OriginRequests {
        /** The request as it would go to the origin now, on its own. */
        OriginRequest detached(Call call);

        OriginCalls calls();
    }

    /**
     * @param path canonical
     * @param request what the client said, and the origin is told
     * @param upgrades whether the client asks for a WebSocket
     */
    public Call(
            RouteScope scope,
            Sender sender,
            String method,
            String path,
            @Nullable String query,
            Fields request,
            boolean upgrades,
            OriginRequests origin) {
        this.scope = scope;
        this.sender = sender;
        this.method = method;
        this.path = path;
        asked = path;
        this.query = query;
        this.request = request;
        this.upgrades = upgrades;
        this.origin = origin;
    }

    public RouteScope scope() {
        return scope;
    }

    /** The tenant's slug. */
    public String tenant() {
        return scope.tenant();
    }

    /** The route's name within the tenant. */
    public String route() {
        return scope.route();
    }

    public String method() {
        return method;
    }

    /** The path: canonical, and what the origin is asked for. */
    @Override
    public String path() {
        return path;
    }

    /** The query without its question mark, as the client wrote it; null if there is none. */
    public @Nullable String query() {
        return query;
    }

    /**
     * Asks the origin for something else.
     *
     * @param otherPath canonical
     * @param otherQuery without its question mark; null for none
     */
    public void target(String otherPath, @Nullable String otherQuery) {
        path = otherPath;
        query = otherQuery;
    }

    /** The path that the client asked for: canonical, whatever the origin is asked for. */
    public String asked() {
        return asked;
    }

    /** The {@code Host} that the origin is told; null for the client's. */
    public @Nullable String originHost() {
        return originHost;
    }

    /** @param host checked: a host, with a port if need be */
    public void originHost(String host) {
        originHost = host;
    }

    /** Keeps what a filter wants to know again when the answer comes. */
    public void keep(Filter by, Object what) {
        if (kept == null) {
            kept = new IdentityHashMap<>(4);
        }
        kept.put(by, what);
    }

    /** What the filter has kept; null if nothing. */
    public @Nullable Object kept(Filter by) {
        return kept == null ? null : kept.get(by);
    }

    /** What the origin is told. Fields of one hop, and what the edge says itself, never reach it from here. */
    @Override
    public Fields request() {
        return request;
    }

    /** Fields of the request, in lower case, that a filter takes off wherever a client says them. */
    public Set<String> hidden() {
        return hidden;
    }

    /** @param names in lower case */
    public void hide(Set<String> names) {
        hidden = names;
    }

    /** What is put on the answer, whatever that is; it replaces what the answer says in fields of these names. */
    @Override
    public Fields answer() {
        if (answer == null) {
            answer = new FieldList();
        }
        return answer;
    }

    /** Whether there is something in {@link #answer}. */
    public boolean hasAnswerFields() {
        return answer != null && !answer.isEmpty();
    }

    /** {@code http} or {@code https}: how the client came. */
    public String scheme() {
        return sender.scheme();
    }

    /** For whom the request is, lower case, with its port if the client gave one. */
    public String host() {
        return sender.host();
    }

    /** The host that the origin is told, as a proxy before the edge knows it; else {@link #host()}. */
    public String forwardedHost() {
        return sender.forwardedHost();
    }

    @Override
    public String clientAddress() {
        return sender.address();
    }

    public String requestId() {
        return sender.requestId();
    }

    public TraceContext trace() {
        return sender.trace();
    }

    /** Whether the client asks for a WebSocket: the answer may be a tunnel, of which no filter sees anything. */
    public boolean upgrades() {
        return upgrades;
    }

    /** Who sends it: anonymous until a filter has found out. */
    public Caller caller() {
        return caller;
    }

    public void caller(Caller who) {
        caller = who;
    }

    /** Where it is sent. */
    public Pool pool() {
        return elsewhere == null ? scope.pool() : elsewhere;
    }

    /** Sends it somewhere else than its route says. */
    public void pool(Pool other) {
        elsewhere = other;
    }

    /** The body that was read as a whole, or that replaces it; null while it is to stream. Never changed. */
    public byte @Nullable [] body() {
        return body;
    }

    /** Replaces the body. Only after {@link Gate#body} has read it. */
    public void body(byte[] other) {
        body = other;
    }

    /** The request as it would go to the origin now, on its own; with the body only if that has been read. */
    public OriginRequest toOrigin() {
        return origin.detached(this);
    }

    /** Sends requests of the edge's own. */
    public OriginCalls origins() {
        return origin.calls();
    }
}
