package io.universalmiddleware.gateway.tls;

import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells why no secure connection could be made. */
public final class HandshakeFault {
    private static final int DEEPEST = 16;

    private HandshakeFault() {}

    /**
     * The reason, if a fault is one of TLS: the message at its bottom, which is the certificate's if that was refused. For people; without
     * control characters.
     */
    public static Optional<String> reason(Throwable fault) {
        boolean tls = false;
        String reason = "";
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            tls |= cause instanceof SSLException;
            String message = cause.getMessage();
            reason = message == null ? cause.getClass().getSimpleName() : message;
            cause = cause.getCause();
        }
        return tls ? Optional.of(printable(reason)) : Optional.empty();
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars().limit(500).forEach(c -> printable.append(Character.isISOControl(c) ? ' ' : (char) c));
        return printable.toString();
    }
}
