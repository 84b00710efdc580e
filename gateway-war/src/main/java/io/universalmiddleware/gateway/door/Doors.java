package io.universalmiddleware.gateway.door;

import io.universalmiddleware.contracts.edge.Bearer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.token.Identity;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The doors of this process. One is open to plain requests alone, by what their head says: a valid bearer token with a tenant
 * that is granted the operation, JSON in and JSON out, no more bytes than the handler reads.
 *
 * <p>To everything else all doors are shut: it goes the long way, to the resource, which knows every rule. So a doubt costs
 * time and never lets anybody in.
 */
public final class Doors {
    private static final int MAX_USER = 255;
    private static final String SCHEME = "Bearer ";
    private static final Pattern JSON =
            Pattern.compile("application/json(?:\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern JSON_WANTED =
            Pattern.compile("\\s*(?:\\*/\\*|application/(?:\\*|json))\\s*", Pattern.CASE_INSENSITIVE);

    private final List<EdgeHandler> handlers;
    private final Function<String, Optional<Identity>> tokens;
    private final Grants grants;

    /** Whether somebody is known to be granted what a handler does. Asked on an event loop: blocks nowhere. */
    @FunctionalInterface
    public interface Grants {
        boolean has(Identity identity, EdgeHandler handler);
    }

    /** @param tokens tells whom a token names, if it is valid */
    public Doors(List<EdgeHandler> handlers, Function<String, Optional<Identity>> tokens, Grants grants) {
        this.handlers = List.copyOf(handlers);
        this.tokens = tokens;
        this.grants = grants;
    }

    /** No doors: everything goes the long way. */
    public static Doors none() {
        return new Doors(List.of(), token -> Optional.empty(), (identity, handler) -> false);
    }

    /** The door that is open to a request. */
    public Optional<Door> openTo(RequestHead head) {
        for (EdgeHandler handler : handlers) {
            if (handler.takes(head.method(), head.path())) {
                return head.announced() <= handler.maxBodyBytes() && isPlain(head)
                        ? bearer(head, handler).map(bearer -> new Door(handler, bearer))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isPlain(RequestHead head) {
        boolean bodyless = head.method().equals("GET") || head.method().equals("HEAD");
        String media = head.only("Content-Type");
        boolean json = media == null
                ? bodyless && !head.has("Content-Type")
                : JSON.matcher(media).matches();
        return json && wantsJson(head) && !head.has("Content-Encoding");
    }

    private static boolean wantsJson(RequestHead head) {
        String accepted = head.only("Accept");
        return accepted == null
                ? !head.has("Accept")
                : JSON_WANTED.matcher(accepted).matches();
    }

    private Optional<Bearer> bearer(RequestHead head, EdgeHandler handler) {
        String credentials = head.only("Authorization");
        if (credentials == null) {
            return Optional.empty();
        }
        return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? tokens.apply(credentials.substring(SCHEME.length()))
                        .filter(identity -> mayEnter(identity, handler))
                        .map(Doors::asBearer)
                : Optional.empty();
    }

    private boolean mayEnter(Identity identity, EdgeHandler handler) {
        return identity.user().length() <= MAX_USER && grants.has(identity, handler);
    }

    private static Bearer asBearer(Identity identity) {
        return new Bearer(identity.tenant(), identity.user(), identity.roles(), identity.scopes(), identity.expires());
    }
}
