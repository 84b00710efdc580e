package io.universalmiddleware.gateway.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate files are where the edge's certificates come from: one pair for every name, and a directory of further ones.
 *
 * <p>In the directory, and in those right below it, {@code X.crt} and {@code X.key} are a pair; the names that a certificate has say what it
 * is for. What cannot be read leaves what was read before in force, and is logged once. Read by one thread at a time; what is
 * {@linkplain #current in force} may be asked for by any.
 */
public final class CertificateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final long LARGEST = 1 << 20;
    private static final int MOST = 10_000;

    private record Pair(Path chain, Path key) {}

    /** Lists what is in a directory, hidden entries left out. */
    interface Listing {
        List<Path> of(Path directory) throws IOException;
    }

    /** @param certificate null if it could not be read and there is none from before */
    private record Read(String chain, String key, @Nullable ServerCertificate certificate) {}

    private final Pair main;
    private final Optional<Path> directory;
    private final Listing listing;
    private final Set<Path> unlisted = new HashSet<>();
    private Map<Pair, Read> known = new HashMap<>();
    private volatile @Nullable Certificates current;

    /**
     * @param chain PEM, the server's own certificate first
     * @param key PEM, not encrypted
     * @param directory of further pairs
     */
    public CertificateFiles(Path chain, Path key, Optional<Path> directory) {
        this(chain, key, directory, CertificateFiles::list);
    }

    CertificateFiles(Path chain, Path key, Optional<Path> directory, Listing listing) {
        main = new Pair(chain, key);
        this.directory = directory;
        this.listing = listing;
    }

    /** Those in force. Only after {@link #load}. */
    public Certificates current() {
        Certificates now = current;
        if (now == null) {
            throw new IllegalStateException("no certificate was read yet");
        }
        return now;
    }

    /**
     * Reads all for the first time.
     *
     * @throws IllegalStateException if the main pair cannot be used, with its path
     */
    public synchronized void load() {
        reload();
        if (current == null) {
            throw new IllegalStateException("The edge has no certificate: " + main.chain() + " with " + main.key()
                    + " cannot be used; the log says why");
        }
    }

    /** Reads what has changed, and puts it in force for connections that begin from now on. */
    public synchronized void reload() {
        Map<Pair, Read> now = new LinkedHashMap<>();
        boolean changed = false;
        for (Pair pair : pairs()) {
            Read before = known.get(pair);
            Read read = read(pair, before);
            now.put(pair, read);
            changed |= before == null || read.certificate() != before.certificate();
        }
        changed |= now.size() != known.size();
        known = now;
        Read first = now.get(main);
        ServerCertificate fallback = first == null ? null : first.certificate();
        if (changed && fallback != null) {
            List<ServerCertificate> others = new ArrayList<>();
            for (Read read : now.values()) {
                ServerCertificate other = read.certificate();
                if (other != null && other != fallback) {
                    others.add(other);
                }
            }
            current = new Certificates(fallback, others);
            LOG.info(
                    "Edge has {} certificates, the first to expire at {}",
                    others.size() + 1,
                    current().firstExpiry());
        }
    }

    private static Read read(Pair pair, @Nullable Read before) {
        ServerCertificate kept = before == null ? null : before.certificate();
        String chain = "";
        String key = "";
        try {
            chain = text(pair.chain());
            key = text(pair.key());
            if (before != null && before.chain().equals(chain) && before.key().equals(key)) {
                return before;
            }
            return new Read(chain, key, ServerCertificate.of(chain, key));
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            if (before == null || !before.chain().equals(chain) || !before.key().equals(key)) {
                LOG.error(
                        "The certificate {} with {} cannot be used{}: {}",
                        pair.chain(),
                        pair.key(),
                        kept == null ? "" : ", and the one from before is kept",
                        unusable.toString());
            }
            return new Read(chain, key, kept);
        }
    }

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        pairs.add(main);
        directory.ifPresent(further -> collect(further, true, pairs));
        return pairs;
    }

    /** A directory that cannot be listed keeps the pairs that it had, and hides no other. */
    private void collect(Path in, boolean below, List<Pair> pairs) {
        List<Path> entries;
        try {
            entries = new ArrayList<>(listing.of(in));
            unlisted.remove(in);
        } catch (IOException | RuntimeException unreadable) {
            if (unlisted.add(in)) {
                LOG.error(
                        "Certificates in {} cannot be listed, those from before are kept: {}",
                        in,
                        unreadable.toString());
            }
            known.keySet().stream()
                    .filter(pair -> pair.chain().startsWith(in) && !pairs.contains(pair))
                    .forEach(pairs::add);
            return;
        }
        entries.sort(null);
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry) && below) {
                collect(entry, false, pairs);
            } else if (name.endsWith(".crt") && pairs.size() < MOST) {
                pairs.add(new Pair(entry, entry.resolveSibling(name.substring(0, name.length() - 4) + ".key")));
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(directory, CertificateFiles::isShown)) {
            listed.forEach(entries::add);
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return entries;
    }

    private static boolean isShown(Path entry) {
        return !entry.getFileName().toString().startsWith(".");
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is larger than " + LARGEST + " bytes");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
