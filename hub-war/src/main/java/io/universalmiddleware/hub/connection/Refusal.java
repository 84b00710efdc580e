package io.universalmiddleware.hub.connection;

/** A refusal is the reason for which a connection may not begin. */
public enum Refusal {
    DRAINING("draining", "This node stops."),
    FULL("full", "This node takes no more connections."),
    STRANGERS("strangers", "Too many connections of this node have yet to say who they are."),
    NODE_RATE("node-rate", "Too many connections begin on this node."),
    ADDRESS_RATE("address-rate", "Too many connections begin from this address.");

    private final String tag;
    private final String detail;

    Refusal(String tag, String detail) {
        this.tag = tag;
        this.detail = detail;
    }

    /** Its name in metrics. */
    String tag() {
        return tag;
    }

    /** What the client is told. */
    public String detail() {
        return detail;
    }
}
