package io.universalmiddleware.hub.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes one Protocol Buffers message (proto3 wire format); zero, false and empty values are left out. */
final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The message's bytes that a writer fills in, preceded by their number. */
    static byte[] delimited(Consumer<ProtoWriter> fields) {
        ProtoWriter inner = new ProtoWriter();
        fields.accept(inner);
        ProtoWriter outer = new ProtoWriter();
        outer.varint(inner.out.size());
        outer.out.writeBytes(inner.out.toByteArray());
        return outer.out.toByteArray();
    }

    ProtoWriter number(int field, long value) {
        if (value != 0) {
            key(field, VARINT);
            varint(value);
        }
        return this;
    }

    ProtoWriter flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    ProtoWriter text(int field, String value) {
        if (!value.isEmpty()) {
            bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** A message inside, also if it is empty. */
    ProtoWriter message(int field, Consumer<ProtoWriter> fields) {
        ProtoWriter inner = new ProtoWriter();
        fields.accept(inner);
        bytes(field, inner.out.toByteArray());
        return this;
    }

    private void bytes(int field, byte[] value) {
        key(field, DELIMITED);
        varint(value.length);
        out.writeBytes(value);
    }

    private void key(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
