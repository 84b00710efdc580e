package io.universalmiddleware.gateway.identity.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** The common passwords: some thirty thousand that were found in breaches, from the dictionary of zxcvbn (MIT licence). */
final class CommonPasswords {
    private CommonPasswords() {}

    /** All of them, in lower case. */
    static Set<String> load() {
        try {
            return Set.copyOf(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
