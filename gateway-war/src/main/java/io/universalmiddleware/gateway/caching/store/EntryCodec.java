package io.universalmiddleware.gateway.caching.store;

import io.universalmiddleware.gateway.caching.rule.Terms;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.http.FieldList;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entry codec writes what is held as bytes for Redis, and reads it back.
 *
 * <p>The first byte is the version of the form. What another version has written, or what is damaged, reads as nothing.
 */
final class EntryCodec {
    private static final byte VERSION = 1;
    private static final byte STORED = 's';
    private static final byte VARIES = 'v';
    private static final byte UNCACHEABLE = 'u';

    private EntryCodec() {}

    static byte[] write(Held held) {
        if (held instanceof Held.Stored stored) {
            return write(stored.response());
        }
        Form form = new Form();
        if (held instanceof Held.Varies varies) {
            form.texts(varies.vary().names());
            return form.bytes(VARIES, new byte[0]);
        }
        form.text(((Held.Uncacheable) held).why());
        return form.bytes(UNCACHEABLE, new byte[0]);
    }

    static Optional<Held> read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            return switch (in.get()) {
                case STORED -> Optional.of(new Held.Stored(stored(in)));
                case VARIES -> Optional.of(new Held.Varies(new Vary(texts(in))));
                case UNCACHEABLE -> Optional.of(new Held.Uncacheable(text(in)));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static byte[] write(StoredResponse response) {
        Form form = new Form();
        Terms terms = response.terms();
        form.text(response.stamp());
        form.number(response.status());
        form.number(terms.lifetime());
        form.flags(terms.explicit(), terms.validateAlways(), terms.neverStale(), terms.sharedOnly());
        form.number(terms.staleWhileRevalidate());
        form.number(terms.staleIfError());
        form.number(response.initialAge());
        form.number(response.receivedAt());
        form.text(response.path());
        form.texts(response.tags());
        List<String> fields = new ArrayList<>();
        response.fields().forEach((name, value) -> {
            fields.add(name);
            fields.add(value);
        });
        form.texts(fields);
        form.number(response.body().length);
        return form.bytes(STORED, response.body());
    }

    private static StoredResponse stored(ByteBuffer in) {
        String stamp = text(in);
        int status = (int) in.getLong();
        long lifetime = in.getLong();
        byte flags = in.get();
        Terms terms = new Terms(
                lifetime,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                (flags & 8) != 0,
                in.getLong(),
                in.getLong());
        long initialAge = in.getLong();
        long receivedAt = in.getLong();
        String path = text(in);
        List<String> tags = texts(in);
        List<String> pairs = texts(in);
        FieldList fields = new FieldList();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.add(pairs.get(i), pairs.get(i + 1));
        }
        byte[] body = new byte[length(in, in.getLong())];
        in.get(body);
        return new StoredResponse(stamp, status, fields, body, terms, initialAge, receivedAt, path, tags);
    }

    private static List<String> texts(ByteBuffer in) {
        int count = length(in, in.getInt());
        List<String> texts = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return List.copyOf(texts);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[length(in, in.getInt())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Nothing is longer than what is left. */
    private static int length(ByteBuffer in, long length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a length that cannot be");
        }
        return (int) length;
    }

    /** Grows as it is written to. */
    private static final class Form {
        private ByteBuffer out = ByteBuffer.allocate(1024);

        void number(long value) {
            room(8).putLong(value);
        }

        void flags(boolean... flags) {
            byte all = 0;
            for (int i = 0; i < flags.length; i++) {
                all |= (byte) (flags[i] ? 1 << i : 0);
            }
            room(1).put(all);
        }

        void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            room(4 + bytes.length).putInt(bytes.length).put(bytes);
        }

        void texts(List<String> texts) {
            room(4).putInt(texts.size());
            texts.forEach(this::text);
        }

        byte[] bytes(byte kind, byte[] body) {
            out.flip();
            return ByteBuffer.allocate(2 + out.remaining() + body.length)
                    .put(VERSION)
                    .put(kind)
                    .put(out)
                    .put(body)
                    .array();
        }

        private ByteBuffer room(int bytes) {
            if (out.remaining() < bytes) {
                ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes));
                out = larger.put(out.flip());
            }
            return out;
        }
    }
}
