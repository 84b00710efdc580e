package io.universalmiddleware.hub.listener;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.hub.connection.ClientAddress;
import io.universalmiddleware.hub.connection.Connection;
import io.universalmiddleware.hub.connection.Hub;
import io.universalmiddleware.hub.connection.OriginRule;
import io.universalmiddleware.hub.connection.Refusal;
import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Codecs;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.EventStreamCodec;
import io.universalmiddleware.hub.protocol.Position;
import io.universalmiddleware.hub.protocol.Request;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the listener does with a request: opens a WebSocket or an event stream, or says why not. */
final class Requests {
    static final String JSON = "centrifuge-json";
    static final String PROTOBUF = "centrifuge-protobuf";

    private static final String BEARER = "bearer ";

    private final Hub hub;
    private final OriginRule origins;
    private final ClientAddress addresses;

    Requests(Hub hub, OriginRule origins, ClientAddress addresses) {
        this.hub = hub;
        this.origins = origins;
        this.addresses = addresses;
    }

    void handle(HttpServerRequest request, Context context, LoopTasks tasks) {
        String path = request.path() == null ? "" : request.path();
        boolean socket = path.equals("/connection/websocket");
        if (!socket && !path.equals("/connection/sse")) {
            Problems.answer(request, ProblemType.NOT_FOUND, "The hub has /connection/websocket and /connection/sse.");
        } else if (!origins.allows(request.getHeader(HttpHeaders.ORIGIN), hosts(request))) {
            Problems.answer(request, ProblemType.FORBIDDEN, "Pages of this origin may not connect.");
        } else if (socket) {
            webSocket(request, context, tasks);
        } else {
            eventStream(request, context);
        }
    }

    private void webSocket(HttpServerRequest request, Context context, LoopTasks tasks) {
        if (request.method() != HttpMethod.GET
                || !request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
            request.response().putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
            Problems.answer(request, ProblemType.INVALID_REQUEST, "Expected a WebSocket handshake.");
        } else if (isAdmitted(request)) {
            request.toWebSocket().onSuccess(socket -> open(socket, context, tasks));
        }
    }

    private boolean isAdmitted(HttpServerRequest request) {
        Optional<Refusal> refusal =
                hub.refusal(addresses.of(request.remoteAddress().hostAddress(), request.getHeader("X-Forwarded-For")));
        refusal.ifPresent(reason -> Problems.answer(
                request,
                reason == Refusal.ADDRESS_RATE ? ProblemType.TOO_MANY_REQUESTS : ProblemType.UNAVAILABLE,
                reason.detail()));
        return refusal.isEmpty();
    }

    private void open(ServerWebSocket socket, Context context, LoopTasks tasks) {
        Codec codec = PROTOBUF.equals(socket.subProtocol()) ? Codecs.PROTOBUF : Codecs.JSON;
        Optional<Connection> opened = hub.open(new WebSocketTransport(socket, context, tasks), codec);
        if (opened.isEmpty()) {
            socket.close(Disconnect.SHUTDOWN.code(), Disconnect.SHUTDOWN.reason());
            return;
        }
        Connection connection = opened.get();
        socket.textMessageHandler(connection::receive);
        socket.binaryMessageHandler(frame -> connection.receive(frame.getBytes()));
        socket.exceptionHandler(fault -> connection.close(reasonFor(fault)));
        socket.closeHandler(closed -> connection.closed());
    }

    private static Disconnect reasonFor(Throwable fault) {
        // Vert.x reports a frame that is too large with a status, and a message of many frames as an illegal state.
        boolean frameTooBig = fault instanceof CorruptedWebSocketFrameException frame
                && WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(frame.closeStatus());
        return frameTooBig || fault instanceof IllegalStateException
                ? Disconnect.MESSAGE_TOO_BIG
                : Disconnect.BAD_REQUEST;
    }

    private void eventStream(HttpServerRequest request, Context context) {
        allowOrigin(request);
        if (request.method() == HttpMethod.OPTIONS) {
            request.response()
                    .putHeader("Access-Control-Allow-Methods", "GET")
                    .putHeader("Access-Control-Allow-Headers", "Authorization, Last-Event-ID, Cache-Control")
                    .putHeader("Access-Control-Max-Age", "600")
                    .setStatusCode(204)
                    .end();
            return;
        }
        @Nullable String channel = request.getParam("channel");
        if (request.method() != HttpMethod.GET) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, OPTIONS");
            Problems.answer(request, ProblemType.METHOD_NOT_ALLOWED, "An event stream is fetched with GET.");
        } else if (channel == null || request.params().getAll("channel").size() != 1) {
            Problems.answer(request, ProblemType.INVALID_REQUEST, "Expected one parameter channel.");
        } else if (isAdmitted(request)) {
            listen(request, context, channel);
        }
    }

    private void listen(HttpServerRequest request, Context context, String channel) {
        Optional<Connection> opened = hub.open(new EventStreamTransport(request, context), Codecs.EVENT_STREAM);
        if (opened.isEmpty()) {
            Problems.answer(request, ProblemType.UNAVAILABLE, Refusal.FULL.detail());
            return;
        }
        Connection connection = opened.get();
        request.response().closeHandler(closed -> connection.closed());
        request.response().exceptionHandler(fault -> connection.closed());
        @Nullable String last = request.getHeader("Last-Event-ID");
        @Nullable Position since = last == null || last.isEmpty() ? null : EventStreamCodec.position(last);
        connection.listen(token(request), new Request.Subscribe(channel, "", since, false, false, true));
    }

    private static String token(HttpServerRequest request) {
        @Nullable String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        @Nullable String token = request.getParam("token");
        return token == null ? "" : token;
    }

    private static void allowOrigin(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.VARY, "Origin");
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            request.response().putHeader("Access-Control-Allow-Origin", origin);
        }
    }

    private static Set<String> hosts(HttpServerRequest request) {
        Set<String> hosts = new HashSet<>();
        for (String header : new String[] {"Host", "X-Forwarded-Host"}) {
            @Nullable String host = request.getHeader(header);
            if (host != null) {
                hosts.add(host);
            }
        }
        return hosts;
    }
}
