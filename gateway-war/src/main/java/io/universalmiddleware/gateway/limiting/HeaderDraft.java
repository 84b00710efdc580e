package io.universalmiddleware.gateway.limiting;

/** Which version of the IETF draft "RateLimit header fields for HTTP" answers speak (draft-ietf-httpapi-ratelimit-headers). */
public enum HeaderDraft {
    /** None: the {@code X-RateLimit-*} fields alone. */
    NONE,
    /** Draft 06: {@code RateLimit-Limit}, {@code -Remaining}, {@code -Reset}, {@code -Policy}. */
    DRAFT_06,
    /** Draft 07: {@code RateLimit: limit=10, remaining=9, reset=3}. */
    DRAFT_07,
    /** Drafts 08 to 10: {@code RateLimit: "name";r=9;t=3}. */
    DRAFT_10
}
