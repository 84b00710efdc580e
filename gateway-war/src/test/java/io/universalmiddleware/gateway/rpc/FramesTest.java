package io.universalmiddleware.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramesTest {

    @Property(tries = 300)
    void messagesComeOutAsTheyWentInHoweverTheyAreCut(
            @ForAll @Size(max = 8) List<byte[]> messages, @ForAll @IntRange(min = 1, max = 50) int piece)
            throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            sent.write(Frames.framed(message));
        }
        Frames frames = new Frames(1 << 20, false);
        List<byte[]> got = new ArrayList<>();
        byte[] all = sent.toByteArray();
        for (int at = 0; at < all.length; at += piece) {
            frames.add(Arrays.copyOfRange(all, at, Math.min(all.length, at + piece)));
            for (Frames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
                got.add(frame.message());
            }
        }

        assertThat(got).usingRecursiveComparison().isEqualTo(messages);
        assertThat(frames.isEmpty()).isTrue();
    }

    @Property(tries = 500)
    void whateverComesIsMessagesOrAStatus(@ForAll byte[] bytes) {
        Frames frames = new Frames(100, true);
        frames.add(bytes);
        try {
            for (Frames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
                assertThat(frame.message().length).isLessThanOrEqualTo(100);
            }
        } catch (RpcException status) {
            assertThat(status.status().code()).isIn(Code.INTERNAL, Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void aMessageThatUnfoldsBeyondTheBoundIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[1 << 20]);
        }
        byte[] framed = Frames.framed(packed.toByteArray());
        framed[0] = 1;
        Frames frames = new Frames((1 << 20) - 1, true);
        frames.add(framed);
        Frames.Frame frame = frames.next();

        assertThat(frame.sent()).hasSizeLessThan(10_000);
        assertThat(frame.isLargerThan(10_000)).isTrue();
        assertThat(frame.isLargerThan(1 << 20)).isFalse();
        assertThatThrownBy(frame::message)
                .isInstanceOfSatisfying(
                        RpcException.class,
                        thrown -> assertThat(thrown.status().code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
    }
}
