package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.rpc.Code;
import io.universalmiddleware.gateway.rpc.Frames;
import io.universalmiddleware.gateway.rpc.RpcException;
import io.universalmiddleware.gateway.rpc.RpcStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A reply over gRPC: a head, messages, and a status in the trailers; a status alone stands in the head. */
final class RpcReply {
    private static final Pattern MEDIA =
            Pattern.compile("application/grpc(\\+proto)?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final String MEDIA_TYPE = "application/grpc";

    private final ClientSide client;
    private final HttpServerResponse response;
    private final RequestMarks marks;
    private final DateField date;
    private @Nullable Buffer message;
    private boolean begun;

    RpcReply(ClientSide client, RequestMarks marks, DateField date) {
        this.client = client;
        this.response = client.response();
        this.marks = marks;
        this.date = date;
    }

    /** Why a request cannot be a call, if it cannot. */
    static Optional<Refusal> complaint(HttpServerRequest request) {
        String media = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (request.version() != HttpVersion.HTTP_2) {
            return Optional.of(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Here gRPC is spoken, over HTTP/2."));
        }
        if (media == null || !MEDIA.matcher(media).matches()) {
            return Optional.of(
                    Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Here gRPC is spoken, with messages of protobuf."));
        }
        return request.method().name().equals("POST")
                ? Optional.empty()
                : Optional.of(Refusal.of(ProblemType.METHOD_NOT_ALLOWED, "A call over gRPC is a POST.")
                        .with("Allow", "POST"));
    }

    /** Whether messages may come compressed by gzip. @throws RpcException if they come otherwise */
    boolean isGzip() {
        String coding = client.request().getHeader("grpc-encoding");
        if (coding == null || coding.equals("identity")) {
            return false;
        }
        if (coding.equals("gzip")) {
            return true;
        }
        throw new RpcException(Code.UNIMPLEMENTED, "Messages may come as they are, or by gzip.");
    }

    /** One of many messages, to be written now. */
    Buffer framed(byte[] bytes) {
        head();
        byte[] framed = Frames.framed(bytes);
        return ResponseBody.wrap(framed, 0, framed.length);
    }

    /** Has the message before the end. */
    void give(byte[] bytes) {
        message = framed(bytes);
    }

    void end(RpcStatus status) {
        boolean alone = !begun;
        head();
        MultiMap last = alone ? response.headers() : response.trailers();
        last.set("grpc-status", status.code().number());
        if (!status.message().isEmpty()) {
            last.set("grpc-message", status.encodedMessage());
        }
        String details = status.encodedDetails();
        if (details != null) {
            last.set("grpc-status-details-bin", details);
        }
        Buffer bytes = message;
        if (bytes == null) {
            response.end();
        } else {
            response.end(bytes);
        }
    }

    /** The status that a refusal of the edge's stands for. */
    RpcStatus status(Refusal refusal) {
        int http = refusal.type().status();
        RpcStatus status = RpcStatus.of(Code.ofHttp(http), refusal.type().title() + ": " + refusal.detail());
        return new RpcStatus(status.code(), status.message(), http, null);
    }

    private void head() {
        if (!begun) {
            begun = true;
            response.setStatusCode(200)
                    .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                    .putHeader("grpc-accept-encoding", "identity,gzip")
                    .putHeader(Headers.REQUEST_ID, marks.requestId());
            date.complete(response);
        }
    }
}
