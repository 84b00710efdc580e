package io.universalmiddleware.gateway.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** grpc-java's client, with messages written as JSON. */
public final class RpcClient implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ProtoJson JSON = new ProtoJson();
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final ManagedChannel channel;
    private final Channel calls;

    /** @param token null for none */
    public RpcClient(String host, int port, String token) {
        channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .overrideAuthority(host + ":" + port)
                .maxInboundMessageSize(64 << 20)
                .build();
        Metadata headers = new Metadata();
        if (token != null) {
            headers.put(AUTHORIZATION, "Bearer " + token);
        }
        calls = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** A call of {@code um.control.v1.Routes/GetRoute}, say. */
    public JsonNode call(String method, String json) {
        return call(method, json, CallOptions.DEFAULT);
    }

    public JsonNode call(String method, String json, CallOptions options) {
        return json(method, bytes(method, message(method, json), options));
    }

    /** A call with whatever bytes. */
    public byte[] bytes(String method, byte[] message, CallOptions options) {
        return ClientCalls.blockingUnaryCall(
                calls, descriptor(method, MethodDescriptor.MethodType.UNARY), options, message);
    }

    public Channel channel() {
        return calls;
    }

    /** A method as grpc-java knows it, of messages that nobody reads. */
    public static MethodDescriptor<byte[], byte[]> descriptor(String method, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(method)
                .setRequestMarshaller(Bytes.AS_THEY_ARE)
                .setResponseMarshaller(Bytes.AS_THEY_ARE)
                .build();
    }

    public static byte[] message(String method, String json) {
        try {
            return JSON.message(known(method).input(), MAPPER.readTree(json)).toByteArray();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    public static JsonNode json(String method, byte[] answer) {
        return json(known(method).descriptor().getOutputType(), answer);
    }

    /** The details of a status: its code, its message, and each detail by its type's name. */
    public static JsonNode details(StatusRuntimeException status) {
        byte[] sent = status.getTrailers().get(DETAILS);
        Schema schema = Schema.load();
        DynamicMessage read = read(schema.type("google.rpc.Status"), sent);
        ObjectNode told = MAPPER.createObjectNode();
        for (Object any :
                (Iterable<?>) read.getField(read.getDescriptorForType().findFieldByName("details"))) {
            DynamicMessage detail = (DynamicMessage) any;
            String url = (String) detail.getField(detail.getDescriptorForType().findFieldByName("type_url"));
            String type = url.substring(url.indexOf('/') + 1);
            com.google.protobuf.ByteString value = (com.google.protobuf.ByteString)
                    detail.getField(detail.getDescriptorForType().findFieldByName("value"));
            told.set(type, json(schema.type(type), value.toByteArray()));
        }
        return told;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static RpcMethod known(String method) {
        return RpcServices.ofPlatform().method('/' + method).orElseThrow();
    }

    private static JsonNode json(Descriptor type, byte[] bytes) {
        return JSON.json(read(type, bytes));
    }

    private static DynamicMessage read(Descriptor type, byte[] bytes) {
        try {
            return DynamicMessage.parseFrom(type, bytes);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
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
