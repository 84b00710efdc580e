package io.universalmiddleware.contracts.settings;

import java.util.List;

/** Configuration that cannot be used, with every complaint about it. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> complaints;

    /** @param complaints each begins with its key */
    public InvalidSettingsException(List<String> complaints) {
        super("Invalid configuration:\n  " + String.join("\n  ", complaints));
        this.complaints = List.copyOf(complaints);
    }

    public List<String> complaints() {
        return complaints;
    }
}
