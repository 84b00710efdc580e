package io.universalmiddleware.persistence.deadletter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cause says why a message failed: the innermost exception of the chain, which is where it began.
 *
 * @param exception its class
 * @param message its message, at most 2,000 characters; may be empty
 * @param frame the first frame of application code, from the inside outwards, as a stack trace writes it; if there is none, the first
 *     frame at all; may be empty
 * @param chain every exception from the outermost to the innermost, each with some of its frames; at most 16,000 characters
 * @param fingerprint 16 hexadecimal digits, the same for the same exception from the same method
 */
public record Cause(String exception, String message, String frame, String chain, String fingerprint) {
    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_CHAIN = 16_000;
    private static final int MAX_DEPTH = 20;
    private static final int FRAMES = 12;

    /** Code that is no application's: the JDK's, the server's, the platform's and its libraries'. */
    private static final List<String> NOT_THE_APPLICATIONS = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "com.fasterxml.",
            "org.eclipse.",
            "org.glassfish.",
            "org.jboss.",
            "org.apache.",
            "org.postgresql.",
            "fish.payara.",
            "io.vertx.",
            "io.smallrye.",
            "io.universalmiddleware.processor.handling.",
            "io.universalmiddleware.processor.consuming.",
            "io.universalmiddleware.contracts.keyed.",
            "io.universalmiddleware.cache.",
            "io.universalmiddleware.persistence.",
            "io.universalmiddleware.contracts.");

    public static Cause of(Throwable fault) {
        List<Throwable> chain = chain(fault);
        Throwable root = chain.get(chain.size() - 1);
        @Nullable StackTraceElement frame = frame(chain);
        String exception = root.getClass().getName();
        return new Cause(
                exception,
                text(root.getMessage(), MAX_MESSAGE),
                frame == null ? "" : frame.toString(),
                text(describe(chain), MAX_CHAIN),
                fingerprint(exception, frame));
    }

    private static List<Throwable> chain(Throwable fault) {
        List<Throwable> chain = new ArrayList<>();
        for (@Nullable Throwable t = fault; t != null && chain.size() < MAX_DEPTH; t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    private static @Nullable StackTraceElement frame(List<Throwable> chain) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            for (StackTraceElement frame : chain.get(i).getStackTrace()) {
                if (NOT_THE_APPLICATIONS.stream().noneMatch(frame.getClassName()::startsWith)) {
                    return frame;
                }
            }
        }
        StackTraceElement[] innermost = chain.get(chain.size() - 1).getStackTrace();
        return innermost.length == 0 ? null : innermost[0];
    }

    private static String describe(List<Throwable> chain) {
        StringBuilder text = new StringBuilder();
        for (Throwable t : chain) {
            text.append(text.isEmpty() ? "" : "Caused by: ")
                    .append(t.getClass().getName())
                    .append(": ")
                    .append(text(t.getMessage(), MAX_MESSAGE))
                    .append('\n');
            StackTraceElement[] frames = t.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                text.append("    at ").append(frames[i]).append('\n');
            }
        }
        return text.toString();
    }

    /** Without the line: a new release moves lines. */
    private static String fingerprint(String exception, @Nullable StackTraceElement frame) {
        String where = frame == null ? "" : frame.getClassName() + '#' + frame.getMethodName();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((exception + '\n' + where).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String text(@Nullable String text, int longest) {
        String clean = text == null ? "" : KeptMessage.storable(text);
        return clean.length() > longest ? clean.substring(0, longest) : clean;
    }
}
