package io.universalmiddleware.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The account that a store's process runs under: our own, except that PostgreSQL refuses root, so root starts it as
 * nobody.
 */
final class Account {
    private static final String NOBODY = "65534";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private Account() {}

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether a command can be tied to its parent's life at all. */
    static boolean canTie() {
        return Files.isExecutable(SETPRIV) && Files.isExecutable(SETSID);
    }

    /**
     * The words before a command that tie it to its parent's life, by the given signal. It gets a session of its own, so that
     * Ctrl-C on a terminal reaches the parent alone, which then stops its children in order.
     */
    static List<String> tied(String deathSignal) {
        return canTie() ? List.of(SETSID.toString(), SETPRIV.toString(), "--pdeathsig", deathSignal) : List.of();
    }

    /** Like {@link #tied}, and not as root. */
    static List<String> tiedWithoutRoot(String deathSignal) {
        if (!isRoot()) {
            return tied(deathSignal);
        }
        if (!canTie()) {
            throw new StoreException(
                    "PostgreSQL does not run as root and there is no setpriv: install util-linux, or run as another user");
        }
        return List.of(
                SETSID.toString(),
                SETPRIV.toString(),
                "--reuid",
                NOBODY,
                "--regid",
                NOBODY,
                "--clear-groups",
                "--pdeathsig",
                deathSignal);
    }

    /** Where unpacked programs are kept; everyone may read it. */
    static Path cache() throws IOException {
        Path wanted = isRoot()
                ? Path.of("/var/cache/universal-middleware")
                : Path.of(System.getProperty("user.home"), ".cache", "universal-middleware");
        try {
            return openToAll(Files.createDirectories(wanted));
        } catch (IOException notOurs) {
            String user = System.getProperty("user.name");
            return openToAll(Files.createDirectories(Path.of("/var/tmp", "universal-middleware-" + user)));
        }
    }

    /** The asked directory, or for root one that nobody can reach when that is out of nobody's reach. */
    static Path reachable(Path asked) {
        Path absolute = asked.toAbsolutePath().normalize();
        if (!isRoot() || reachableByNobody(absolute)) {
            return absolute;
        }
        return Path.of("/var/lib/universal-middleware", Integer.toHexString(absolute.hashCode()));
    }

    /** Makes the directory, hands it to the account of {@link #tiedWithoutRoot}, and lets that through what it made. */
    static void handOver(Path directory) throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path up = directory; up != null && !Files.exists(up); up = up.getParent()) {
            made.add(up);
        }
        Files.createDirectories(directory);
        if (isRoot()) {
            for (Path path : made) {
                openToAll(path);
            }
        }
        giveAway(directory);
    }

    /** Makes a file of root's the account's own; does nothing for another user. */
    static void giveAway(Path path) throws IOException {
        if (isRoot()) {
            Files.setAttribute(path, "unix:uid", Integer.parseInt(NOBODY));
            Files.setAttribute(path, "unix:gid", Integer.parseInt(NOBODY));
        }
    }

    static Path openToAll(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    private static boolean reachableByNobody(Path directory) {
        for (Path up = directory.getParent(); up != null; up = up.getParent()) {
            if (Files.exists(up) && !permissions(up).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException | UnsupportedOperationException unreadable) {
            return Set.of();
        }
    }
}
