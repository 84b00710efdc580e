package io.universalmiddleware.gateway.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes up to a bound; what would go beyond it is refused. */
final class BoundedBytes extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;

    BoundedBytes(int most) {
        this.most = most;
    }

    @Override
    public void write(byte[] more, int from, int length) throws IOException {
        refuseBeyond(length);
        bytes.write(more, from, length);
    }

    @Override
    public void write(int octet) throws IOException {
        refuseBeyond(1);
        bytes.write(octet);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private void refuseBeyond(int length) throws FullException {
        if (most - bytes.size() < length) {
            throw new FullException();
        }
    }

    /** The bound is reached. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        FullException() {
            super("full");
        }
    }
}
