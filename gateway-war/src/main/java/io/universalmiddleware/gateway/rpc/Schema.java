package io.universalmiddleware.gateway.rpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schema of all services: the files of {@code contracts}, and those that they need. */
final class Schema {
    private static final String RESOURCE = "/META-INF/proto/services.binpb";

    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
    private final ExtensionRegistry options = ExtensionRegistry.newInstance();

    private Schema(FileDescriptorSet set) throws DescriptorValidationException {
        for (FileDescriptorProto file : set.getFileList()) {
            FileDescriptor[] needed = file.getDependencyList().stream()
                    .map(name -> Objects.requireNonNull(files.get(name), name))
                    .toArray(FileDescriptor[]::new);
            files.put(file.getName(), FileDescriptor.buildFrom(file, needed));
        }
        extensions().forEach(extension -> {
            if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                options.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
            } else {
                options.add(extension);
            }
        });
    }

    /** That which travels with {@code contracts}. */
    static Schema load() {
        try (InputStream in = Schema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new Schema(FileDescriptorSet.parseFrom(in));
        } catch (IOException | DescriptorValidationException broken) {
            throw new IllegalStateException(RESOURCE + " cannot be read", broken);
        }
    }

    Collection<FileDescriptor> files() {
        return files.values();
    }

    @Nullable
    FileDescriptor file(String name) {
        return files.get(name);
    }

    List<ServiceDescriptor> services() {
        return files.values().stream()
                .flatMap(file -> file.getServices().stream())
                .toList();
    }

    Stream<FieldDescriptor> extensions() {
        return files.values().stream().flatMap(file -> file.getExtensions().stream());
    }

    /** A message type that must be there. */
    Descriptor type(String fullName) {
        int dot = fullName.lastIndexOf('.');
        return files.values().stream()
                .filter(file -> file.getPackage().equals(fullName.substring(0, dot)))
                .map(file -> file.findMessageTypeByName(fullName.substring(dot + 1)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no message " + fullName));
    }

    /**
     * The value of an extension in a descriptor's options; null if it is not set.
     *
     * @param options of a method or a field
     * @param kind the options' own message
     */
    @Nullable
    Object option(Message options, String kind, String extension) {
        try {
            DynamicMessage known = DynamicMessage.parseFrom(type(kind), options.toByteString(), this.options);
            return known.getAllFields().entrySet().stream()
                    .filter(set -> set.getKey().getFullName().equals(extension))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("options that cannot be read", impossible);
        }
    }
}
