package io.universalmiddleware.command.catalogue;

import java.util.List;

/** Handlers that cannot be offered, each with its reason; the boot ends with it. */
public final class BrokenCatalogueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenCatalogueException(List<String> complaints) {
        super("The command catalogue is broken:\n  " + String.join("\n  ", complaints));
    }
}
