package io.universalmiddleware.gateway.identity.provider;

import java.time.Duration;
import java.util.Optional;

/** A refusal as clients of an authorization server know it (RFC 6749, section 5.2). It says nothing of what was sent. */
public final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient Optional<Duration> again;

    /** The codes that are answered, each with the status that goes with it. */
    public enum Code {
        INVALID_REQUEST(400),
        INVALID_CLIENT(401),
        INVALID_GRANT(400),
        UNAUTHORIZED_CLIENT(400),
        UNSUPPORTED_GRANT_TYPE(400),
        INVALID_SCOPE(400),
        TOO_MANY_REQUESTS(429),
        TEMPORARILY_UNAVAILABLE(503);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** @param description for whoever writes the client, in ASCII without quotes and backslashes */
    public OAuthException(Code code, String description) {
        this(code, description, Optional.empty());
    }

    private OAuthException(Code code, String description, Optional<Duration> again) {
        super(description, null, false, false);
        this.code = code;
        this.again = again;
    }

    public static OAuthException tooMany(Duration again) {
        return new OAuthException(Code.TOO_MANY_REQUESTS, "Too many requests; wait.", Optional.of(again));
    }

    Code code() {
        return code;
    }

    /** After how long it may be tried again, if that is known. */
    Optional<Duration> again() {
        return again;
    }
}
