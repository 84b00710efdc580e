package io.universalmiddleware.gateway.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * A method of one of the services.
 *
 * @param binding the REST request that it stands for; null for what the edge answers itself: health and reflection
 */
public record RpcMethod(
        MethodDescriptor descriptor, @Nullable HttpBinding binding) {

    /** By which a request names it. */
    String path() {
        return '/' + descriptor.getService().getFullName() + '/' + descriptor.getName();
    }

    /** Whether one message comes in and one goes out. */
    public boolean isUnary() {
        return !descriptor.isClientStreaming() && !descriptor.isServerStreaming();
    }

    /** Whether many messages may come in. */
    public boolean takesMany() {
        return descriptor.isClientStreaming();
    }

    Descriptor input() {
        return descriptor.getInputType();
    }

    /** The type that a list is of; that of the answer if it is no list. */
    Descriptor resource() {
        return descriptor.getOutputType().getFields().stream()
                .filter(field -> field.isRepeated() && field.getJsonName().equals("items"))
                .map(FieldDescriptor::getMessageType)
                .findFirst()
                .orElse(descriptor.getOutputType());
    }
}
