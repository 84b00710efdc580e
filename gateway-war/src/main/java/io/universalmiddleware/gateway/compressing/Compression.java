package io.universalmiddleware.gateway.compressing;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.ChangedContent;
import io.universalmiddleware.gateway.http.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Compression says which answers the edge makes smaller, and how ({@code "compress"} of a route).
 *
 * <p>Never: what has a coding already, parts ({@code 206}), answers without content, {@code no-transform}, types that are
 * not listed, content known to be smaller than the minimum. Each answer that might have been coded, its parts and
 * its {@code 304} say so in {@code Vary}; a strong {@code ETag} of a coded one becomes weak, since its octets are others (RFC 9110, section 8.8.1).
 */
public final class Compression {
    private static final List<String> DEFAULT_TYPES = List.of(
            "text/html",
            "text/plain",
            "text/css",
            "text/csv",
            "text/xml",
            "text/javascript",
            "application/javascript",
            "application/json",
            "application/*+json",
            "application/xml",
            "application/*+xml",
            "application/x-ndjson",
            "application/wasm",
            "image/svg+xml");

    private final List<Coding> offered;
    private final Set<String> types;
    private final boolean anyJson;
    private final boolean anyXml;
    private final int minBytes;
    private final Effort effort;

    private Compression(List<Coding> offered, List<String> types, int minBytes, Effort effort) {
        this.offered = offered;
        this.types = new HashSet<>();
        types.forEach(type -> this.types.add(type.toLowerCase(Locale.ROOT)));
        this.minBytes = minBytes;
        this.effort = effort;
        anyJson = this.types.contains("application/*+json");
        anyXml = this.types.contains("application/*+xml");
    }

    /**
     * Reads {@code codings} (zstd, br, gzip; the server's order), {@code types} (text, JSON, XML, JavaScript, SVG),
     * {@code minBytes} (1024; 0 to 1 MiB), {@code effort} (fast, balanced, small; balanced).
     */
    public static Compression read(Section in) {
        List<Coding> offered = new ArrayList<>();
        for (String name : in.has("codings") ? in.texts("codings") : List.of("zstd", "br", "gzip")) {
            Coding coding = switch (name) {
                case "zstd" -> Coding.ZSTD;
                case "br" -> Coding.BR;
                case "gzip" -> Coding.GZIP;
                default -> null;
            };
            if (coding == null) {
                in.violation("codings", "expected zstd, br or gzip, not " + name);
            } else if (coding.isLoaded() && !offered.contains(coding)) {
                offered.add(coding);
            }
        }
        List<String> types = in.has("types") ? in.texts("types") : DEFAULT_TYPES;
        for (String type : types) {
            if (type.indexOf('/') <= 0) {
                in.violation("types", "expected a media type such as text/html, not " + type);
            }
        }
        int minBytes = in.integer("minBytes", 1_024, 0, 1_048_576);
        Effort effort = in.choice("effort", Effort.class, Effort.BALANCED);
        return new Compression(offered, types, minBytes, effort);
    }

    /**
     * Decides on an answer, and changes its head accordingly.
     *
     * @param accept every value of the request's {@code Accept-Encoding}
     * @param length of the content in bytes; negative if it is not known
     * @return how its content is to be coded; empty for not at all
     */
    public Optional<StreamingCoder> begin(String method, int status, List<String> accept, Fields head, long length) {
        String type = Objects.requireNonNullElse(head.get("Content-Type"), "");
        boolean part = status == 206 || head.has("Content-Range");
        boolean covered = type.isEmpty() ? part || status == 304 : covers(type) || part && isMultipart(type);
        if (status < 200 || status == 204 || !covered || mustStay(head)) {
            return Optional.empty();
        }
        vary(head);
        boolean small = length >= 0 && length < minBytes && status != 304;
        Optional<Coding> coding = part || small ? Optional.empty() : AcceptedCodings.choose(accept, offered);
        if (coding.isEmpty()) {
            return Optional.empty();
        }
        if (status == 304) {
            ChangedContent.weaken(head);
            return Optional.empty();
        }
        head.set("Content-Encoding", coding.get().token());
        ChangedContent.tell(head);
        return method.equals("HEAD")
                ? Optional.empty()
                : Optional.of(new StreamingCoder(coding.get(), effort, length < 0 || isEventStream(type)));
    }

    private boolean covers(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        return types.contains(type)
                || type.startsWith("application/")
                        && (anyJson && type.endsWith("+json") || anyXml && type.endsWith("+xml"));
    }

    private static boolean mustStay(Fields head) {
        if (head.has("Content-Encoding")) {
            return true;
        }
        for (String value : head.all("Cache-Control")) {
            for (String directive : value.split(",")) {
                if (directive.strip().equalsIgnoreCase("no-transform")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void vary(Fields head) {
        for (String value : head.all("Vary")) {
            for (String name : value.split(",")) {
                if (name.strip().equals("*") || name.strip().equalsIgnoreCase("accept-encoding")) {
                    return;
                }
            }
        }
        head.add("Vary", "Accept-Encoding");
    }

    /** Several ranges: their types are in the body. */
    private static boolean isMultipart(String type) {
        return type.regionMatches(true, 0, "multipart/byteranges", 0, 20);
    }

    private static boolean isEventStream(String type) {
        return type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }
}
