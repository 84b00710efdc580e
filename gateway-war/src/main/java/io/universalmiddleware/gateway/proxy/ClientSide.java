package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.http.HeaderRules;
import io.universalmiddleware.gateway.http.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client's side of an exchange: what becomes of its connection, or of its stream in HTTP/2. */
final class ClientSide {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSide.class);
    private static final String LINK = "link"; // HTTP/2 takes lower case alone
    private static final long HTTP2_NO_ERROR = 0;
    private static final long HTTP2_INTERNAL_ERROR = 2;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final @Nullable ConnectionGuard guard;

    /** Said by the client (RFC 9112, section 9.6) in a list, which Vert.x does not look into. */
    private final boolean closes;

    private @Nullable Peer peer;
    private boolean last;

    ClientSide(HttpServerRequest request) {
        this.request = request;
        response = request.response();
        guard = ConnectionGuard.of(request);
        closes = request.headers().get(HttpHeaders.CONNECTION) != null
                && HeaderRules.namedBy(request.headers().getAll(HttpHeaders.CONNECTION))
                        .contains("close");
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return response;
    }

    /** The guard of the connection; null for HTTP/2. */
    @Nullable
    ConnectionGuard guard() {
        return guard;
    }

    /** The address at the other end of the connection. */
    String address() {
        return peer().address();
    }

    /** What an origin is told of who asks. @param host to whom the request is addressed */
    Forwarding.Told told(Authority host, Forwarding forwarding) {
        return peer().told(request.headers(), host, forwarding);
    }

    private Peer peer() {
        if (peer == null) {
            peer = guard == null ? new Peer(request) : guard.peer(request);
        }
        return peer;
    }

    /** Sets who is told that the client went away, and that its body turned out to be malformed. */
    void watch(Consumer<Throwable> gone, Consumer<Refusal> bodyRefused) {
        request.exceptionHandler(gone::accept);
        response.exceptionHandler(gone::accept);
        if (guard != null) {
            guard.working(bodyRefused);
        }
    }

    /** Says that an HTTP/1 connection takes no request after this one. To be said before the head is sent. */
    void last() {
        last = true;
        if (!isHttp2()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Whether the client closes the connection after this request, and says so in a list. */
    boolean closesAfterThis() {
        return closes;
    }

    /** Forgets what the head was to say; it has not been sent. */
    void startOver() {
        response.headers().clear();
        if (last) {
            last();
        }
    }

    /** Whether the client asks for a WebSocket (RFC 6455, section 4.1). */
    boolean wantsWebSocket() {
        return request.version() == HttpVersion.HTTP_1_1
                && request.method().equals(HttpMethod.GET)
                && request.headers().contains(HttpHeaders.UPGRADE, "websocket", true)
                && HeaderRules.namedBy(request.headers().getAll(HttpHeaders.CONNECTION))
                        .contains("upgrade");
    }

    /** Goes on to the next request once the answer has been written, or ends the connection. */
    void settle(RequestBody body) {
        if (isHttp2()) {
            if (!body.isComplete()) {
                body.drop();
                response.reset(HTTP2_NO_ERROR);
            }
        } else if (last || request.version() == HttpVersion.HTTP_1_0 || guard == null) {
            request.connection().close();
        } else {
            guard.answered();
        }
    }

    /** Tells a client that holds its body back to send it (RFC 9110, section 10.1.1). */
    void goOn() {
        if (request.version() != HttpVersion.HTTP_1_0
                && request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            response.writeContinue();
        }
    }

    /** Passes on what an upstream hints at before its answer (RFC 8297): links, nothing else. Never fails: the answer is what counts. */
    void hint(MultiMap hints) {
        if (request.version() != HttpVersion.HTTP_1_0 && Headers.areValid(hints)) {
            MultiMap links = MultiMap.caseInsensitiveMultiMap();
            hints.getAll(LINK).forEach(link -> links.add(LINK, link));
            try {
                response.writeEarlyHints(links);
            } catch (Exception fault) {
                LOG.debug("A hint could not be passed on", fault);
            }
        }
    }

    /** Ends the connection so that the client cannot take what it has got of the answer for all there is. */
    void cut(@Nullable ResponseBody answer) {
        if (isHttp2()) {
            response.reset(HTTP2_INTERNAL_ERROR);
        } else if (guard != null && (answer == null || !answer.canEndInOrder())) {
            guard.cut();
        } else {
            request.connection().close();
        }
    }

    private boolean isHttp2() {
        return request.version() == HttpVersion.HTTP_2;
    }
}
