package io.universalmiddleware.gateway.http;

import java.util.Optional;

/** The fields of one head that decide where its body ends (RFC 9112, section 6) and to whom it is addressed. */
final class FramingFields {
    private static final int MAX_LENGTH_DIGITS = 18;

    private int minorVersion = 1;
    private boolean host;
    private boolean chunked;
    private long contentLength = -1;

    /** Whether a field of this name, in lower case, must be added. */
    static boolean concerns(CharSequence name) {
        return switch (name.length()) {
            case 4 -> "host".contentEquals(name);
            case 14 -> "content-length".contentEquals(name);
            case 17 -> "transfer-encoding".contentEquals(name);
            default -> false;
        };
    }

    void minorVersion(int minor) {
        minorVersion = minor;
    }

    /** Takes a field in; answers the complaint if it is not acceptable. */
    Optional<String> add(CharSequence name, String value) {
        return switch (name.length()) {
            case 4 -> addHost(value);
            case 14 -> addContentLength(value);
            default -> addTransferEncoding(value);
        };
    }

    /** What is wrong with the fields taken together. */
    Optional<String> complaint() {
        if (chunked && contentLength >= 0) {
            return Optional.of("The request has both Content-Length and Transfer-Encoding.");
        }
        if (chunked && minorVersion == 0) {
            return Optional.of("Transfer-Encoding is not for HTTP/1.0.");
        }
        return host || minorVersion == 0 ? Optional.empty() : Optional.of("The request has no Host.");
    }

    boolean chunked() {
        return chunked;
    }

    /** Bytes of the body; 0 if there is none or it comes in chunks. */
    long contentLength() {
        return Math.max(0, contentLength);
    }

    private Optional<String> addHost(String value) {
        if (host) {
            return Optional.of("The request has more than one Host.");
        }
        host = true;
        return Authority.of(value) instanceof Checked.Usable<Authority>
                ? Optional.empty()
                : Optional.of("The request's Host is not valid.");
    }

    private Optional<String> addContentLength(String value) {
        if (contentLength >= 0) {
            return Optional.of("The request has more than one Content-Length.");
        }
        if (value.isEmpty()
                || value.length() > MAX_LENGTH_DIGITS
                || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of("The request's Content-Length is not a number of bytes.");
        }
        contentLength = Long.parseLong(value);
        return Optional.empty();
    }

    private Optional<String> addTransferEncoding(String value) {
        if (chunked || !value.equalsIgnoreCase("chunked")) {
            return Optional.of("The only transfer coding taken is chunked, once.");
        }
        chunked = true;
        return Optional.empty();
    }
}
