package io.universalmiddleware.gateway.http;

/** Changed content has other octets than its origin said: what an answer's head says of them does not hold any more. */
public final class ChangedContent {
    private ChangedContent() {}

    /** Takes off length, ranges and digests (RFC 9110, section 8.6; RFC 9530, section 3), and makes a strong {@code ETag} weak. */
    public static void tell(Fields head) {
        head.remove("Content-Length");
        head.remove("Accept-Ranges");
        head.remove("Content-MD5");
        head.remove("Content-Digest");
        head.remove("Repr-Digest");
        head.remove("Digest");
        weaken(head);
    }

    /** Makes a strong {@code ETag} weak (RFC 9110, section 8.8.1). */
    public static void weaken(Fields head) {
        String tag = head.get("ETag");
        if (tag != null && tag.startsWith("\"")) {
            head.set("ETag", "W/" + tag);
        }
    }
}
