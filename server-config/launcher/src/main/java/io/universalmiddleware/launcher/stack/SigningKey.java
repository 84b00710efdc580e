package io.universalmiddleware.launcher.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The pair of keys of this installation: P-256, made when it is first wanted, kept as PEM files. The private one can be
 * read by its owner alone.
 *
 * @param id the key id in the header of what it signs
 * @param publicFile where verifiers read the public key
 */
record SigningKey(String id, ECPrivateKey privateKey, Path publicFile) {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    static SigningKey in(Path directory) throws IOException {
        Path privateFile = directory.resolve("token-signing-key.pem");
        Path publicFile = directory.resolve("token-public-key.pem");
        try {
            if (!Files.exists(privateFile)) {
                make(directory, privateFile, publicFile);
            }
            ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(decode(Files.readString(privateFile), PRIVATE)));
            byte[] print = MessageDigest.getInstance("SHA-256").digest(decode(Files.readString(publicFile), PUBLIC));
            String id = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(print)
                    .substring(0, 16);
            return new SigningKey(id, key, publicFile);
        } catch (GeneralSecurityException e) {
            throw new IOException("the key in " + privateFile + " cannot be used: delete it, and a new one is made", e);
        }
    }

    private static void make(Path directory, Path privateFile, Path publicFile)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Files.writeString(publicFile, encode(pair.getPublic().getEncoded(), PUBLIC));
        Path fresh = directory.resolve("token-signing-key.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, encode(pair.getPrivate().getEncoded(), PRIVATE));
        Files.move(fresh, privateFile);
    }

    private static String encode(byte[] key, String kind) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private static byte[] decode(String pem, String kind) {
        String body = pem.replace("-----BEGIN " + kind + "-----", "").replace("-----END " + kind + "-----", "");
        return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
    }
}
