package io.universalmiddleware.contracts.id;

/**
 * A view reference names one row of one view of one tenant.
 *
 * @param view the view's name, for instance {@code progress}
 * @param key the row's key, for instance {@code ann:java}
 */
public record ViewRef(TenantId tenant, String view, String key) {

    /** The channel on which each change of the row is published, as a client names it: {@code view:key}. */
    public String channel() {
        return view + ':' + key;
    }
}
