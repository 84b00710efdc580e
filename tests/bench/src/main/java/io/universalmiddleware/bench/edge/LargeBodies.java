package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.stack.MeasuredStack;
import io.universalmiddleware.bench.stack.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One large body each way through the edge, and by how much the platform's memory grows meanwhile: heap, direct buffers and all else. */
final class LargeBodies {
    private static final int PIECE = 256 * 1024;
    private static final long LOOK_BYTES = 64L << 20;
    private static final int HEAD = 8 * 1024;

    private final Run run;
    private final MeasuredStack stack;
    private double most;

    LargeBodies(Run run, MeasuredStack stack) {
        this.run = run;
        this.stack = stack;
    }

    /** Before each, an eighth of it goes the same way and is not counted: it fills the buffers that stay. */
    List<Figure> measure() throws IOException {
        long bytes = run.largeBody();
        List<Figure> figures = new ArrayList<>();
        download(bytes / 8);
        double before = memory();
        most = before;
        double downloaded = rate(bytes, download(bytes));
        figures.add(Figure.alone("edge.large.down", downloaded, "MiB/s"));
        figures.add(Figure.alone("edge.large.down.growth", most - before, "MiB"));
        upload(bytes / 8);
        before = memory();
        most = before;
        double uploaded = rate(bytes, upload(bytes));
        figures.add(Figure.alone("edge.large.up", uploaded, "MiB/s"));
        figures.add(Figure.alone("edge.large.up.growth", most - before, "MiB"));
        run.say(
                "%,d MiB down at %,.0f MiB/s and up at %,.0f MiB/s; the platform had %.0f MiB at most",
                bytes >> 20, downloaded, uploaded, most);
        return figures;
    }

    /**
     * Reads so many bytes of the file, and goes.
     *
     * @return the nanoseconds that it took
     */
    private long download(long bytes) throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "GET /file HTTP/1.1", "");
            InputStream in = socket.getInputStream();
            long begin = System.nanoTime();
            byte[] piece = new byte[PIECE];
            int read = in.readNBytes(piece, 0, HEAD);
            if (read < HEAD || !new String(piece, 0, 15, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200")) {
                throw new BenchException("the file does not come through the edge");
            }
            long got = read;
            long look = LOOK_BYTES;
            while (got < bytes) {
                read = in.read(piece);
                if (read < 0) {
                    throw new BenchException("the edge ended a body after " + got + " bytes");
                }
                got += read;
                if (got > look) {
                    most = Math.max(most, memory());
                    look += LOOK_BYTES;
                }
            }
            return System.nanoTime() - begin;
        }
    }

    private long upload(long bytes) throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "POST /sink HTTP/1.1", "Content-Length: " + bytes + "\r\n");
            OutputStream out = socket.getOutputStream();
            long begin = System.nanoTime();
            byte[] piece = new byte[PIECE];
            Arrays.fill(piece, (byte) 'x');
            long look = LOOK_BYTES;
            for (long sent = 0; sent < bytes; ) {
                int next = (int) Math.min(piece.length, bytes - sent);
                out.write(piece, 0, next);
                sent += next;
                if (sent > look) {
                    most = Math.max(most, memory());
                    look += LOOK_BYTES;
                }
            }
            byte[] answer = new byte[12];
            if (socket.getInputStream().readNBytes(answer, 0, answer.length) < answer.length
                    || !new String(answer, StandardCharsets.US_ASCII).equals("HTTP/1.1 200")) {
                throw new BenchException("the edge did not pass on a body of " + bytes + " bytes");
            }
            return System.nanoTime() - begin;
        }
    }

    private Socket connect() throws IOException {
        URI edge = stack.addresses().edge();
        return new Socket(edge.getHost(), edge.getPort());
    }

    private static void ask(Socket socket, String line, String more) throws IOException {
        String head = line + "\r\nHost: " + Served.TENANT + ".localhost\r\n" + more + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private double memory() {
        long pid = Objects.requireNonNull(stack.processes().get(Ground.PLATFORM));
        return Objects.requireNonNull(
                Memory.proportional(Map.of(Ground.PLATFORM, pid)).get(Ground.PLATFORM));
    }

    private static double rate(long bytes, long nanos) {
        return bytes / 1048576.0 / (nanos / 1e9);
    }
}
