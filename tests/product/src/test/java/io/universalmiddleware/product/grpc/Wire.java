package io.universalmiddleware.product.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages as they go over the wire, written and read without a schema: by the numbers of their fields. */
public final class Wire {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    public Wire text(int field, String value) {
        return message(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Wire message(int field, byte[] value) {
        return attempt(() -> out.writeByteArray(field, value));
    }

    public Wire number(int field, long value) {
        return attempt(() -> out.writeInt64(field, value));
    }

    public byte[] bytes() {
        attempt(out::flush);
        return bytes.toByteArray();
    }

    /** A Struct of one field. */
    static byte[] struct(String key, byte[] value) {
        return new Wire()
                .message(1, new Wire().text(1, key).message(2, value).bytes())
                .bytes();
    }

    /** A Value that is text. */
    static byte[] text(String text) {
        return new Wire().text(3, text).bytes();
    }

    /** The fields of a message: text and messages as bytes, numbers in decimal digits. */
    static Map<Integer, List<byte[]>> read(byte[] message) {
        Map<Integer, List<byte[]>> fields = new TreeMap<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                byte[] value = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                        ? in.readByteArray()
                        : Long.toString(in.readInt64()).getBytes(StandardCharsets.UTF_8);
                fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), number -> new ArrayList<>())
                        .add(value);
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
        return fields;
    }

    /** The text of a field; empty if it is not there. */
    static String text(byte[] message, int field) {
        return new String(
                read(message).getOrDefault(field, List.of(new byte[0])).get(0), StandardCharsets.UTF_8);
    }

    private Wire attempt(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
