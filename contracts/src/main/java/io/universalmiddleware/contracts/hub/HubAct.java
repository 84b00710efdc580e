package io.universalmiddleware.contracts.hub;

/** A hub act is what a client asks of the hub, and what roles grant as they grant operations of the API. */
public enum HubAct {
    CONNECT("connectToHub"),
    SUBSCRIBE("subscribeToChannel"),
    PUBLISH("publishToChannel"),
    READ_PRESENCE("readPresence"),
    READ_HISTORY("readHistory");

    private final String operation;

    HubAct(String operation) {
        this.operation = operation;
    }

    /** What grants name it by. */
    public String operation() {
        return operation;
    }
}
