package io.universalmiddleware.product.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.universalmiddleware.product.stack.SecureEdge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** grpc-java's client of the edge, over HTTP/2. */
public final class Rpc implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;

    public Rpc(URI edge) {
        channel = OkHttpChannelBuilder.forAddress(edge.getHost(), edge.getPort())
                .usePlaintext()
                .build();
    }

    /** The same, for whom the authority names. */
    public Rpc(URI edge, String authority) {
        channel = OkHttpChannelBuilder.forAddress(edge.getHost(), edge.getPort())
                .overrideAuthority(authority)
                .usePlaintext()
                .build();
    }

    /** The same over TLS. */
    Rpc(SecureEdge edge) {
        channel = OkHttpChannelBuilder.forAddress(
                        edge.uri().getHost(), edge.uri().getPort())
                .sslSocketFactory(edge.trusting().getSocketFactory())
                .build();
    }

    /** @param token null for none */
    public byte[] call(@Nullable String token, String method, byte[] message) {
        Metadata headers = new Metadata();
        if (token != null) {
            headers.put(AUTHORIZATION, "Bearer " + token);
        }
        CallOptions within = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                descriptor(method, MethodType.UNARY),
                within,
                message);
    }

    /** With which status a call is refused. */
    public Status refusal(@Nullable String token, String method, byte[] message) {
        try {
            call(token, method, message);
            return Status.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }

    /** One answer of a method with streams both ways, which is left open meanwhile. */
    public byte[] converse(String method, byte[] message) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call =
                channel.newCall(descriptor(method, MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] got) {
                        answer.complete(got);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        answer.completeExceptionally(status.asRuntimeException());
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(message);
        byte[] got = answer.orTimeout(60, TimeUnit.SECONDS).join();
        call.halfClose();
        return got;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static MethodDescriptor<byte[], byte[]> descriptor(String method, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(method)
                .setRequestMarshaller(Bytes.AS_THEY_ARE)
                .setResponseMarshaller(Bytes.AS_THEY_ARE)
                .build();
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        AS_THEY_ARE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }
    }
}
