package io.universalmiddleware.contracts.problem;

import java.net.URI;

/** A problem type is a kind of error with a stable, documented URI (RFC 9457, section 3.1.1). */
public enum ProblemType {
    MALFORMED_REQUEST("malformed-request", 400, "The request could not be read"),
    INVALID_REQUEST("invalid-request", 400, "The request is not valid"),
    UNAUTHENTICATED("unauthenticated", 401, "Credentials are missing or not valid"),
    MFA_REQUIRED("mfa-required", 401, "A second factor is needed"),
    INSUFFICIENT_AUTHENTICATION("insufficient-user-authentication", 401, "A stronger or more recent login is needed"),
    FORBIDDEN("forbidden", 403, "Not allowed"),
    TENANT_MISSING("tenant-missing", 403, "The token names no tenant"),
    NOT_FOUND("not-found", 404, "Not found"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable representation"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request came too slowly"),
    REQUEST_IN_FLIGHT("request-in-flight", 409, "A request with this idempotency key is in flight"),
    CONFLICT("conflict", 409, "The request conflicts with the current state"),
    GONE("gone", 410, "No longer available"),
    PRECONDITION_FAILED("precondition-failed", 412, "The entity has changed"),
    CONTENT_TOO_LARGE("content-too-large", 413, "The content is too large"),
    URI_TOO_LONG("uri-too-long", 414, "The request target is too long"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),
    RANGE_NOT_SATISFIABLE("range-not-satisfiable", 416, "Nothing of the content is in the range"),
    MISDIRECTED_REQUEST("misdirected-request", 421, "The request came over another host's connection"),
    UNKNOWN_COMMAND_TYPE("unknown-command-type", 422, "The command type is not known"),
    UNKNOWN_COMMAND_VERSION("unknown-command-version", 422, "The command type has no such version"),
    INVALID_COMMAND("invalid-command", 422, "The command is not valid"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The idempotency key was used with another request"),
    COMMAND_REJECTED("command-rejected", 422, "A rule of the application rejects the command"),
    TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
    HEADERS_TOO_LARGE("headers-too-large", 431, "The request header is too large"),
    INTERNAL("internal-error", 500, "Internal error"),
    COMMAND_GIVEN_UP("command-given-up", 500, "The command could not be handled"),
    BAD_GATEWAY("bad-gateway", 502, "The origin could not be reached or gave no valid answer"),
    UNAVAILABLE("unavailable", 503, "Temporarily unavailable"),
    OVERLOADED("overloaded", 503, "Too much is waiting already"),
    NOT_YET_CONSISTENT("not-yet-consistent", 503, "The command's effect is not yet visible"),
    GATEWAY_TIMEOUT("gateway-timeout", 504, "The origin did not answer in time");

    private static final String BASE = "https://universalmiddleware.io/problems/";

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The stable URI that clients may compare. */
    public URI uri() {
        return URI.create(BASE + slug);
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** A short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }
}
