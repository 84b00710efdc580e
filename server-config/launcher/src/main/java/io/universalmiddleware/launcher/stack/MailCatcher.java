package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.StoreException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mail catcher takes all mail by SMTP (RFC 5321) on loopback and keeps each message as a file that its owner alone can read. It
 * sends nothing on.
 */
public final class MailCatcher implements AutoCloseable {
    private static final int LONGEST_LINE = 1_000;
    private static final int LARGEST = 1 << 20;
    private static final int PATIENCE_MILLIS = 30_000;

    private final Path directory;
    private final int port;
    private final AtomicLong taken = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "um-mail-catcher");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ServerSocket listener;

    /** @param directory of the messages @param port 0 for one that is free */
    MailCatcher(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Takes mail from now on. */
    public synchronized void start() {
        if (listener != null) {
            return;
        }
        try {
            Files.createDirectories(directory);
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            listener = socket;
            threads.execute(() -> accept(socket));
        } catch (IOException e) {
            throw new StoreException("the mail catcher cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it takes mail. */
    public synchronized URI url() {
        return URI.create("smtp://127.0.0.1:" + (listener == null ? port : listener.getLocalPort()));
    }

    /** The messages that it took, the first first. */
    public List<Path> messages() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StoreException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException closedAnyway) {
                listener = null;
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                client.setSoTimeout(PATIENCE_MILLIS);
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream()) {
            say(out, "220 mail catcher");
            for (@Nullable String line = line(in); line != null; line = line(in)) {
                String command = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                switch (command) {
                    case "EHLO", "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> say(out, "250 OK");
                    case "DATA" -> {
                        say(out, "354 Go on");
                        say(out, keep(in) ? "250 Taken" : "552 Too large");
                    }
                    case "QUIT" -> {
                        say(out, "221 Bye");
                        return;
                    }
                    default -> say(out, "502 Not known here");
                }
            }
        } catch (IOException gone) {
            // a client that leaves or is silent for too long has sent no whole message
        }
    }

    /** Reads a message to its final dot (RFC 5321, section 4.5.2): whether it was kept. */
    private boolean keep(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean fits = true;
        for (String line = required(line(in)); !line.equals("."); line = required(line(in))) {
            fits &= message.size() + line.length() < LARGEST;
            if (fits) {
                message.writeBytes(
                        (line.startsWith(".") ? line.substring(1) : line).getBytes(StandardCharsets.ISO_8859_1));
                message.write('\n');
            }
        }
        if (fits) {
            String name = "%013d-%06d".formatted(Instant.now().toEpochMilli(), taken.incrementAndGet());
            Path fresh = Files.createFile(
                    directory.resolve(name + ".new"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, message.toByteArray());
            Files.move(fresh, directory.resolve(name + ".eml"));
        }
        return fits;
    }

    private static String required(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("the message has no end");
        }
        return line;
    }

    /** A line without its end; null where there is none. */
    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (line.length() >= LONGEST_LINE) {
                throw new IOException("the line is too long");
            }
            line.append((char) next);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
