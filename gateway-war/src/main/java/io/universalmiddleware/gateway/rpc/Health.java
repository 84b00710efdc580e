package io.universalmiddleware.gateway.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Set;

/** The health service of gRPC: whether a service is served here. */
public final class Health {
    private static final String SERVICE = "service";

    private final Set<String> names;
    private final ProtoJson json;

    Health(Set<String> names, ProtoJson json) {
        this.names = names;
        this.json = json;
    }

    /** Which service a call asks about. @throws RpcException if it is not such a call */
    public String asked(RpcMethod method, byte[] message) {
        try {
            return json.json(DynamicMessage.parseFrom(method.input(), message))
                    .path(SERVICE)
                    .asText();
        } catch (InvalidProtocolBufferException malformed) {
            throw Transcoding.malformed();
        }
    }

    /** Whether there is such a service; the empty name stands for all. */
    public boolean knows(String service) {
        return service.isEmpty() || names.contains(service);
    }

    /** The answer. @param serving whether what answers the services is there */
    public byte[] told(RpcMethod method, String service, boolean serving) {
        String status = !knows(service) ? "SERVICE_UNKNOWN" : serving ? "SERVING" : "NOT_SERVING";
        return json.message(
                        method.descriptor().getOutputType(),
                        JsonNodeFactory.instance.objectNode().put("status", status))
                .toByteArray();
    }
}
