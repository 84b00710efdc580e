package io.universalmiddleware.gateway.control;

/** Ends a transaction whose outcome only was asked for, so that it changes nothing. */
final class DryRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApplyingConfiguration.Outcome outcome;

    DryRunException(ApplyingConfiguration.Outcome outcome) {
        super("only the outcome was asked for", null, false, false);
        this.outcome = outcome;
    }

    ApplyingConfiguration.Outcome outcome() {
        return outcome;
    }
}
