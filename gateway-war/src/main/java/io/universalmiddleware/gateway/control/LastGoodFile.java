package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.control.Held.Stated;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The file with the last revision that this node served: a line with revision and SHA-256 of the rest, then a line for each entry.
 *
 * <p>It is replaced as a whole or not at all: whoever reads it finds one that was written to its end. One that was damaged since is
 * not taken.
 */
final class LastGoodFile {
    private static final String FORMAT = "um-edge-snapshot/1";

    private final Path file;
    private final ObjectMapper json;

    LastGoodFile(Path file, ObjectMapper json) {
        this.file = file.toAbsolutePath();
        this.json = json;
    }

    /** What was served, and as of which revision. */
    record Kept(long revision, List<Stated> entries) {}

    /** What the file has; empty if there is none. @throws IOException if it cannot be read or is damaged */
    Optional<Kept> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] all = Files.readAllBytes(file);
        int end = 0;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        JsonNode head = json.readTree(new ByteArrayInputStream(all, 0, end));
        int rest = Math.min(end + 1, all.length);
        boolean whole = head.path("format").asText().equals(FORMAT)
                && head.path("sha256").asText().equals(sha256(all, rest, all.length - rest));
        if (!whole) {
            throw new IOException(file + " is damaged");
        }
        return Optional.of(new Kept(
                head.path("revision").asLong(), entries(new ByteArrayInputStream(all, rest, all.length - rest))));
    }

    void write(Kept kept) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Stated entry : kept.entries()) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("id", entry.id().toString()).put("kind", entry.kind()).set("document", entry.document());
            lines.write(json.writeValueAsBytes(line));
            lines.write('\n');
        }
        byte[] rest = lines.toByteArray();
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("format", FORMAT).put("revision", kept.revision()).put("sha256", sha256(rest, 0, rest.length));
        Path directory = Objects.requireNonNull(file.getParent());
        Files.createDirectories(directory);
        Path draft =
                Files.createTempFile(directory, file.getFileName().toString(), ".tmp", readableByTheOwner(directory));
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                writeAll(out, json.writeValueAsBytes(head));
                writeAll(out, new byte[] {'\n'});
                writeAll(out, rest);
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private List<Stated> entries(InputStream lines) throws IOException {
        List<Stated> entries = new ArrayList<>();
        try (var read = json.readerFor(JsonNode.class).<JsonNode>readValues(lines)) {
            while (read.hasNext()) {
                JsonNode line = read.next();
                entries.add(new Stated(
                        UUID.fromString(line.path("id").asText()),
                        line.path("kind").asText(),
                        line.path("document")));
            }
        }
        return entries;
    }

    private static void writeAll(FileChannel out, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private static FileAttribute<?>[] readableByTheOwner(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String sha256(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
