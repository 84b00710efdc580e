package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.token.Identity;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Channel kinds are what a channel's name tells the policy: {@code $…} is the platform's own, {@code …#ann,bob} is for these users alone, and to some
 * namespaces the platform alone publishes.
 */
public final class ChannelKinds {
    private static final char USERS = '#';
    private static final String KEPT = "$";
    private static final Map<String, String> BY_PLATFORM = Map.of("publisher", "platform");

    private final Set<String> published;

    /** @param published namespaces to which the platform alone publishes */
    public ChannelKinds(Set<String> published) {
        this.published = Set.copyOf(published);
    }

    /** Whether the name says nothing that could forbid such an act to those who may do it with any channel. */
    boolean isOpen(HubAct act, String name) {
        boolean byPlatform = published.contains(namespace(name));
        return !name.startsWith(KEPT) && (byPlatform ? act != HubAct.PUBLISH : name.indexOf(USERS) < 0);
    }

    /** Whether an act is refused whatever is granted: the channel is the platform's own, or for others alone, or the platform alone publishes to it. */
    boolean isWithheld(Identity who, HubAct act, String name) {
        if (isOpen(act, name)) {
            return false;
        }
        boolean byPlatform = published.contains(namespace(name));
        return byPlatform || name.startsWith(KEPT) || !who.user().equals(owner(who, name));
    }

    /** The channel as the policy knows it. One that is for several users is, to each of them, their own. */
    Input.Resource resource(Identity who, String name) {
        boolean byPlatform = published.contains(namespace(name));
        return new Input.Resource(
                "channel",
                who.tenant().value(),
                byPlatform ? null : owner(who, name),
                name,
                byPlatform ? BY_PLATFORM : Map.of());
    }

    private static @Nullable String owner(Identity who, String name) {
        int mark = name.lastIndexOf(USERS);
        if (mark < 0) {
            return null;
        }
        String users = name.substring(mark + 1);
        return Arrays.asList(users.split(",")).contains(who.user()) ? who.user() : "another than " + who.user();
    }

    private static String namespace(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
