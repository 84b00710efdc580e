package io.universalmiddleware.gateway.compressing;

import io.universalmiddleware.gateway.filter.BodyStage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A streaming coder codes one answer's content, piece by piece; it holds no more than the coding's window.
 *
 * <p>Where the length is not known beforehand each piece can be decoded when it has come, so that events arrive when they
 * are sent. It holds native memory until it is ended or closed.
 */
final class StreamingCoder implements BodyStage {
    private final Coding coding;
    private final Effort effort;
    private final boolean flushing;
    private final Sink sink = new Sink();
    private @Nullable OutputStream coder;
    private boolean closed;

    StreamingCoder(Coding coding, Effort effort, boolean flushing) {
        this.coding = coding;
        this.effort = effort;
        this.flushing = flushing;
    }

    @Override
    public void bytes(byte[] piece, Consumer<byte[]> out) {
        if (closed || piece.length == 0) {
            return;
        }
        try {
            OutputStream open = open();
            open.write(piece);
            if (flushing) {
                open.flush();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        sink.giveTo(out);
    }

    @Override
    public void end(Consumer<byte[]> out) {
        if (!closed) {
            open();
            close();
            sink.giveTo(out);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (coder != null) {
                coder.close();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private OutputStream open() {
        if (coder == null) {
            try {
                coder = coding.onto(sink, effort);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return coder;
    }

    private static final class Sink extends ByteArrayOutputStream {
        void giveTo(Consumer<byte[]> out) {
            if (count > 0) {
                out.accept(toByteArray());
                reset();
            }
        }
    }
}
