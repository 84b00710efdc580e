package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The uber-jar as an installation runs it: a copy, so that a build beside the running platform does not pull it from under it. */
final class PlatformJar {
    private final Path built;
    private final Path copy;

    PlatformJar(Path built, Path directory) {
        this.built = built;
        this.copy = directory.resolve("universal-middleware.jar");
    }

    Path path() {
        return copy;
    }

    /** Brings the copy up to what is built; a process that runs keeps the one it began with. */
    synchronized void renew() throws IOException {
        if (!Files.exists(built)) {
            throw new StoreException("There is no " + built + ": build it with ./um build");
        }
        if (!isCurrent()) {
            Files.createDirectories(copy.getParent());
            Path beside = copy.resolveSibling("universal-middleware.new");
            Files.copy(built, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(beside, copy, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private boolean isCurrent() throws IOException {
        return Files.exists(copy)
                && Files.size(copy) == Files.size(built)
                && Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(built));
    }
}
