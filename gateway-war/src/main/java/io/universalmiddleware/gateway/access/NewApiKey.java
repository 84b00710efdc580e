package io.universalmiddleware.gateway.access;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A new API key, at the one moment when its secret is known.
 *
 * @param text the whole key, to be shown once and stored nowhere
 * @param prefix by which it is found
 * @param hash what is stored of it: SHA-256 in hexadecimal
 */
public record NewApiKey(String text, String prefix, String hash) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** Makes one. */
    public static NewApiKey generate(SecureRandom random) {
        String prefix = characters(random, ApiKeyText.PREFIX_CHARACTERS);
        String text = ApiKeyText.BEGINNING + prefix + '_' + characters(random, ApiKeyText.SECRET_CHARACTERS);
        return new NewApiKey(text, prefix, HexFormat.of().formatHex(ApiKeyText.hash(text)));
    }

    private static String characters(SecureRandom random, int count) {
        return random.ints(count, 0, ALPHABET.length())
                .collect(
                        StringBuilder::new, (text, index) -> text.append(ALPHABET.charAt(index)), StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return "new API key " + prefix;
    }
}
