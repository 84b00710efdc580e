package io.universalmiddleware.launcher.login;

import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The last access token of each local user, in files that their owner alone can read, so that not every command logs in anew. */
final class KeptTokens {
    private final Path directory;

    KeptTokens(Home home) {
        this.directory = home.directory().resolve("keys").resolve("tokens");
    }

    /** Empty if there is none that can be read. */
    Optional<AccessToken> find(LocalUser user) {
        try {
            return AccessToken.parse(Files.readString(file(user)));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    void keep(LocalUser user, AccessToken token) {
        try {
            Files.createDirectories(directory);
            Path fresh = Files.createTempFile(
                    directory,
                    "token",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, token.text());
            Files.move(fresh, file(user), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException("cannot use " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Whatever the user is called, the name of a file. */
    private Path file(LocalUser user) {
        try {
            byte[] name = MessageDigest.getInstance("SHA-256")
                    .digest((user.tenant().value() + '\n' + user.email()).getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(name));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
