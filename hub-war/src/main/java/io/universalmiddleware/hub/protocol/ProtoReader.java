package io.universalmiddleware.hub.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads one Protocol Buffers message (proto3 wire format), field by field. */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer in;
    private int wireType;

    ProtoReader(ByteBuffer in) {
        this.in = in;
    }

    /** Whether there is nothing left. */
    boolean atEnd() {
        return !in.hasRemaining();
    }

    /** Moves to the next field: its number. */
    int field() throws MalformedFrameException {
        long key = varint();
        wireType = (int) (key & 7);
        long field = key >>> 3;
        if (field == 0 || field > Integer.MAX_VALUE) {
            throw new MalformedFrameException("bad field", null);
        }
        return (int) field;
    }

    /** The field's value as a number. */
    long number() throws MalformedFrameException {
        expect(VARINT);
        return varint();
    }

    boolean flag() throws MalformedFrameException {
        return number() != 0;
    }

    /** The field's value as text. */
    String text() throws MalformedFrameException {
        expect(DELIMITED);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice()).toString();
        } catch (CharacterCodingException invalid) {
            throw new MalformedFrameException("no UTF-8", invalid);
        }
    }

    /** The field's value as a message. */
    ProtoReader message() throws MalformedFrameException {
        expect(DELIMITED);
        return new ProtoReader(slice());
    }

    /** The next message of a sequence in which each is preceded by its length. */
    ProtoReader delimited() throws MalformedFrameException {
        return new ProtoReader(slice());
    }

    /** Passes over the field's value. */
    void skip() throws MalformedFrameException {
        switch (wireType) {
            case VARINT -> varint();
            case DELIMITED -> slice();
            case FIXED64 -> forward(8);
            case FIXED32 -> forward(4);
            default -> throw new MalformedFrameException("bad wire type", null);
        }
    }

    private void expect(int expected) throws MalformedFrameException {
        if (wireType != expected) {
            throw new MalformedFrameException("unexpected wire type", null);
        }
    }

    private ByteBuffer slice() throws MalformedFrameException {
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            throw new MalformedFrameException("truncated", null);
        }
        ByteBuffer slice = in.slice(in.position(), (int) length);
        forward((int) length);
        return slice;
    }

    private void forward(int bytes) throws MalformedFrameException {
        if (bytes > in.remaining()) {
            throw new MalformedFrameException("truncated", null);
        }
        in.position(in.position() + bytes);
    }

    private long varint() throws MalformedFrameException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!in.hasRemaining()) {
                throw new MalformedFrameException("truncated", null);
            }
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedFrameException("number too long", null);
    }
}
