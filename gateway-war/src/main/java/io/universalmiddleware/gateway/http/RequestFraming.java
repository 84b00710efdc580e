package io.universalmiddleware.gateway.http;

import io.universalmiddleware.contracts.problem.ProblemType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the bytes of an HTTP/1 connection and tells where each request's head and body end (RFC 9112).
 *
 * <p>It takes only what can be read in one way: a request line of three parts with single spaces, lines that end in
 * CRLF, one valid {@code Host}, one {@code Content-Length} of digits or one {@code Transfer-Encoding: chunked} and never
 * both, chunk lines without blanks. Folded lines, bare CR or LF, blanks before a colon, controls and NUL are refused.
 * One connection's framing; not thread-safe.
 */
public final class RequestFraming {

    /** Where in a request the next byte stands. */
    private enum At {
        START,
        START_LF,
        METHOD,
        TARGET,
        VERSION,
        LINE_LF,
        NAME_FIRST,
        NAME,
        VALUE,
        VALUE_LF,
        HEAD_LF,
        FIXED_BODY,
        CHUNK_SIZE,
        EXTENSION_NAME,
        EXTENSION_VALUE,
        EXTENSION_QUOTED,
        EXTENSION_END,
        CHUNK_SIZE_LF,
        CHUNK_DATA,
        CHUNK_DATA_CR,
        CHUNK_DATA_LF,
        TRAILER_FIRST,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_VALUE_LF,
        TRAILERS_LF,
        REFUSED
    }

    private static final String VERSION_PREFIX = "HTTP/1.";
    private static final int MAX_METHOD = 32;
    private static final int MAX_EMPTY_LINES = 2;
    private static final int MAX_CHUNK_EXTENSIONS = 4_096;
    private static final int MAX_CHUNK_DIGITS = 16;

    private final HeadLimits limits;
    private final StringBuilder name = new StringBuilder(32);
    private final StringBuilder value = new StringBuilder(32);

    private At at = At.START;
    private FramingFields fields = new FramingFields();
    private boolean keepValue;
    private int headLength;
    private int partLength;
    private int emptyLines;
    private int fieldCount;
    private int extensionLength;
    private long bodyLeft;
    private boolean boundary;
    private @Nullable Refusal refusal;

    public RequestFraming(HeadLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads on until the bytes end, a head or a request ends, or something is refused.
     *
     * @param bytes read by absolute position
     * @return the position behind the last byte that was read
     */
    public int advance(ByteBuffer bytes, int from, int to) {
        int position = from;
        boundary = false;
        while (position < to && at != At.REFUSED && !boundary) {
            if (at == At.FIXED_BODY || at == At.CHUNK_DATA) {
                long skipped = Math.min(bodyLeft, to - position);
                bodyLeft -= skipped;
                position += (int) skipped;
                if (bodyLeft == 0) {
                    boundary = at == At.FIXED_BODY;
                    at = boundary ? At.START : At.CHUNK_DATA_CR;
                }
            } else {
                step(bytes.get(position) & 0xFF);
                position++;
            }
        }
        return position;
    }

    /** Whether the bytes read so far end within a head, so that they must not be passed on yet. */
    public boolean withinHead() {
        return at.compareTo(At.FIXED_BODY) < 0 && !(at == At.START && emptyLines == 0);
    }

    /** Whether the bytes read so far end between two requests. */
    public boolean betweenRequests() {
        return at == At.START;
    }

    /** Whether the last advance stopped because a request ended there. */
    public boolean ended() {
        return boundary && at == At.START;
    }

    /** Why the last byte read was not taken. After a refusal nothing more is read. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Ends the connection's requests with a refusal from outside, for instance because a head came too slowly. */
    public void refuse(Refusal reason) {
        refusal = reason;
        at = At.REFUSED;
    }

    private void step(int b) {
        if (at.compareTo(At.FIXED_BODY) < 0 && ++headLength > limits.maxHead()) {
            refuse(new Refusal(
                    at == At.TARGET ? ProblemType.URI_TOO_LONG : ProblemType.HEADERS_TOO_LARGE,
                    "The request's head is larger than " + limits.maxHead() + " bytes."));
            return;
        }
        switch (at) {
            case START -> start(b);
            case START_LF -> lineFeed(b, At.START);
            case METHOD -> method(b);
            case TARGET -> target(b);
            case VERSION -> version(b);
            case LINE_LF -> lineFeed(b, At.NAME_FIRST);
            case NAME_FIRST, TRAILER_FIRST -> nameFirst(b);
            case NAME, TRAILER_NAME -> fieldName(b);
            case VALUE, TRAILER_VALUE -> fieldValue(b);
            case VALUE_LF -> lineFeed(b, At.NAME_FIRST);
            case TRAILER_VALUE_LF -> lineFeed(b, At.TRAILER_FIRST);
            case HEAD_LF -> endOfHead(b);
            case CHUNK_SIZE -> chunkSize(b);
            case EXTENSION_NAME, EXTENSION_VALUE, EXTENSION_QUOTED, EXTENSION_END -> chunkExtension(b);
            case CHUNK_SIZE_LF -> endOfChunkSize(b);
            case CHUNK_DATA_CR -> expect(b, '\r', At.CHUNK_DATA_LF, "A chunk does not end where its size says.");
            case CHUNK_DATA_LF -> endOfChunk(b);
            case TRAILERS_LF -> endOfRequest(b);
            case FIXED_BODY, CHUNK_DATA, REFUSED -> throw new IllegalStateException("no byte is read in " + at);
        }
    }

    private void start(int b) {
        if (b == '\r' && emptyLines < MAX_EMPTY_LINES) {
            emptyLines++;
            at = At.START_LF;
        } else if (FieldSyntax.isTokenChar(b)) {
            headLength = 1;
            emptyLines = 0;
            partLength = 1;
            at = At.METHOD;
        } else {
            malformed("The request line does not begin with a method.");
        }
    }

    private void method(int b) {
        if (b == ' ') {
            partLength = 0;
            at = At.TARGET;
        } else if (!FieldSyntax.isTokenChar(b) || ++partLength > MAX_METHOD) {
            malformed("The request line does not begin with a method and a space.");
        }
    }

    private void target(int b) {
        if (b == ' ' && partLength > 0) {
            partLength = 0;
            at = At.VERSION;
        } else if (b <= 0x20 || b >= 0x7F || partLength == 0 && b != '/' && !isAbsoluteStart(b)) {
            malformed("The request target has a character that must not stand there.");
        } else if (++partLength > limits.maxTarget()) {
            refuse(new Refusal(
                    ProblemType.URI_TOO_LONG,
                    "The request target is longer than " + limits.maxTarget() + " characters."));
        }
    }

    private static boolean isAbsoluteStart(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '*';
    }

    private void version(int b) {
        if (partLength < VERSION_PREFIX.length() && b == VERSION_PREFIX.charAt(partLength)) {
            partLength++;
        } else if (partLength == VERSION_PREFIX.length() && (b == '0' || b == '1')) {
            fields.minorVersion(b - '0');
            partLength++;
        } else if (partLength == VERSION_PREFIX.length() + 1 && b == '\r') {
            at = At.LINE_LF;
        } else {
            malformed("The request line does not end with HTTP/1.1 or HTTP/1.0.");
        }
    }

    private void nameFirst(int b) {
        boolean trailer = at == At.TRAILER_FIRST;
        if (b == '\r') {
            at = trailer ? At.TRAILERS_LF : At.HEAD_LF;
        } else if (b == ' ' || b == '\t') {
            malformed("A header line is folded.");
        } else if (++fieldCount > limits.maxFields()) {
            refuse(new Refusal(
                    ProblemType.HEADERS_TOO_LARGE, "The request has more than " + limits.maxFields() + " fields."));
        } else {
            name.setLength(0);
            at = trailer ? At.TRAILER_NAME : At.NAME;
            fieldName(b);
        }
    }

    private void fieldName(int b) {
        if (b == ':' && name.length() > 0) {
            value.setLength(0);
            keepValue = at == At.NAME && FramingFields.concerns(name);
            at = at == At.NAME ? At.VALUE : At.TRAILER_VALUE;
        } else if (FieldSyntax.isTokenChar(b)) {
            name.append((char) (b >= 'A' && b <= 'Z' ? b + 32 : b));
            trailerByte();
        } else {
            malformed("A header line is not a name, a colon and a value.");
        }
    }

    private void fieldValue(int b) {
        if (b == '\r') {
            endOfValue();
        } else if (!FieldSyntax.isValueChar(b)) {
            malformed("A header value has a character that must not stand there.");
        } else if (keepValue) {
            value.append((char) b);
        } else {
            trailerByte();
        }
    }

    private void endOfValue() {
        if (at == At.TRAILER_VALUE) {
            at = At.TRAILER_VALUE_LF;
            return;
        }
        at = At.VALUE_LF;
        if (keepValue) {
            fields.add(name, value.toString().strip()).ifPresent(this::malformed);
        }
    }

    private void trailerByte() {
        boolean trailer = at == At.TRAILER_NAME || at == At.TRAILER_VALUE;
        if (trailer && ++headLength > limits.maxHead()) {
            refuse(new Refusal(
                    ProblemType.HEADERS_TOO_LARGE,
                    "The request's trailers are larger than " + limits.maxHead() + " bytes."));
        }
    }

    private void endOfHead(int b) {
        Optional<String> complaint = fields.complaint();
        if (b != '\n' || complaint.isPresent()) {
            malformed(complaint.orElse("A line ends in a bare carriage return."));
            return;
        }
        bodyLeft = fields.contentLength();
        at = fields.chunked() ? At.CHUNK_SIZE : bodyLeft > 0 ? At.FIXED_BODY : At.START;
        boundary = true;
        fields = new FramingFields();
        headLength = 0;
        fieldCount = 0;
        partLength = 0;
        extensionLength = 0;
    }

    private void chunkSize(int b) {
        int digit = b < 128 ? Character.digit(b, 16) : -1;
        if (digit >= 0 && partLength < MAX_CHUNK_DIGITS && bodyLeft <= Integer.MAX_VALUE >> 4) {
            bodyLeft = bodyLeft << 4 | digit;
            partLength++;
        } else if (b == ';' && partLength > 0) {
            next(At.EXTENSION_NAME);
        } else if (b == '\r' && partLength > 0) {
            at = At.CHUNK_SIZE_LF;
        } else {
            malformed("A chunk's size is not a hexadecimal number.");
        }
    }

    /** Reads on in {@code ;name=value}, as often as it comes (RFC 9112, section 7.1.1), and means nothing by it. */
    private void chunkExtension(int b) {
        boolean some = partLength > 0 || at == At.EXTENSION_END;
        if (++extensionLength > MAX_CHUNK_EXTENSIONS) {
            malformed("A chunk's extensions are too long.");
        } else if (at == At.EXTENSION_QUOTED) {
            quoted(b);
        } else if (b == '\r' && some) {
            at = At.CHUNK_SIZE_LF;
        } else if (b == ';' && some) {
            next(At.EXTENSION_NAME);
        } else if (b == '=' && at == At.EXTENSION_NAME && some) {
            next(At.EXTENSION_VALUE);
        } else if (b == '"' && at == At.EXTENSION_VALUE && !some) {
            at = At.EXTENSION_QUOTED;
        } else if (FieldSyntax.isTokenChar(b) && at != At.EXTENSION_END) {
            partLength++;
        } else {
            malformed("A chunk's extension is not valid.");
        }
    }

    private void quoted(int b) {
        if (b == '"') {
            at = At.EXTENSION_END;
        } else if (b == '\\' || b > 0x7E || !FieldSyntax.isValueChar(b)) {
            malformed("A chunk's extension is not valid.");
        }
    }

    private void next(At part) {
        partLength = 0;
        at = part;
    }

    private void endOfChunkSize(int b) {
        expect(b, '\n', bodyLeft == 0 ? At.TRAILER_FIRST : At.CHUNK_DATA, "A line ends in a bare carriage return.");
        partLength = 0;
    }

    private void endOfChunk(int b) {
        expect(b, '\n', At.CHUNK_SIZE, "A chunk does not end where its size says.");
        bodyLeft = 0;
    }

    private void endOfRequest(int b) {
        lineFeed(b, At.START);
        boundary = true;
        headLength = 0;
        fieldCount = 0;
    }

    private void lineFeed(int b, At next) {
        expect(b, '\n', next, "A line ends in a bare carriage return.");
    }

    private void expect(int b, int wanted, At next, String complaint) {
        if (b == wanted) {
            at = next;
        } else {
            malformed(complaint);
        }
    }

    private void malformed(String detail) {
        refuse(Refusal.malformed(detail));
    }
}
