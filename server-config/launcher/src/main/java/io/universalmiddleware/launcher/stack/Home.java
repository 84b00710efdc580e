package io.universalmiddleware.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A home is the directory in which one installation keeps everything: data, keys, logs.
 *
 * @param directory absolute
 */
public record Home(Path directory) {
    private static final int SECRET_BYTES = 24;

    public Home {
        directory = directory.toAbsolutePath().normalize();
    }

    Path part(String name) {
        return directory.resolve(name);
    }

    SigningKey signingKey() throws IOException {
        return SigningKey.in(part("keys"));
    }

    /** The file of a password; it is there once {@link #password} was asked for it. */
    public Path passwordFile(String name) {
        return part("keys").resolve(name + ".password");
    }

    /** A random password that stays the same, in a file that its owner alone can read. */
    public String password(String name) throws IOException {
        Path file = passwordFile(name);
        if (!Files.exists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            Files.createDirectories(part("keys"));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return Files.readString(file);
    }
}
