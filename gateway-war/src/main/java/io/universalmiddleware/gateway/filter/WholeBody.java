package io.universalmiddleware.gateway.filter;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Collects a body under a cap and gives it changed. */
final class WholeBody implements BodyStage {
    private final int most;
    private final UnaryOperator<byte[]> change;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    WholeBody(int most, UnaryOperator<byte[]> change) {
        this.most = most;
        this.change = change;
    }

    /** @throws BodyTooLargeException if there is more than the cap */
    @Override
    public void bytes(byte[] piece, Consumer<byte[]> out) {
        if (read.size() + (long) piece.length > most) {
            throw new BodyTooLargeException(most);
        }
        read.writeBytes(piece);
    }

    @Override
    public void end(Consumer<byte[]> out) {
        out.accept(change.apply(read.toByteArray()));
    }
}
