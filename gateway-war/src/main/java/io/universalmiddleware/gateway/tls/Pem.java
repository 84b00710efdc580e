package io.universalmiddleware.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads PEM (RFC 7468): certificates, and private keys in PKCS #8, PKCS #1 (RSA) or SEC 1 (EC), not encrypted. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private record Block(String label, byte[] der) {}

    private Pem() {}

    /**
     * The certificates of a text, in its order; other blocks are passed over.
     *
     * @throws GeneralSecurityException if there is none, or one cannot be read
     */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no CERTIFICATE in it");
        }
        return certificates;
    }

    /**
     * The private key of a text.
     *
     * @param pair the public key that it belongs to, which tells its algorithm
     * @throws GeneralSecurityException if there is none that can be read
     */
    static PrivateKey privateKey(String text, PublicKey pair) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(pair.getAlgorithm());
        for (Block block : blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return factory.generatePrivate(new PKCS8EncodedKeySpec(block.der()));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return factory.generatePrivate(new PKCS8EncodedKeySpec(inPkcs8(block.der(), pair)));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new GeneralSecurityException("the key is encrypted: it has to be given in the clear");
                default -> {
                    // parameters of a curve, certificates
                }
            }
        }
        throw new GeneralSecurityException("there is no PRIVATE KEY in it");
    }

    /** Puts a bare key into PKCS #8, whose algorithm is written like that of the public key (RFC 5280, 4.1.2.7; RFC 5958). */
    private static byte[] inPkcs8(byte[] key, PublicKey pair) {
        byte[] algorithm = firstIn(pair.getEncoded());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.writeBytes(algorithm);
        content.writeBytes(wrapped(OCTET_STRING, key));
        return wrapped(SEQUENCE, content.toByteArray());
    }

    /** The first element within a sequence, with its own tag and length. */
    private static byte[] firstIn(byte[] sequence) {
        int at = contentOf(sequence, 0);
        int content = contentOf(sequence, at);
        int length = lengthAt(sequence, at);
        byte[] first = new byte[content - at + length];
        System.arraycopy(sequence, at, first, 0, first.length);
        return first;
    }

    private static int contentOf(byte[] der, int at) {
        int form = der[at + 1] & 0xff;
        return at + 2 + (form < 0x80 ? 0 : form & 0x7f);
    }

    private static int lengthAt(byte[] der, int at) {
        int form = der[at + 1] & 0xff;
        if (form < 0x80) {
            return form;
        }
        int length = 0;
        for (int i = 0; i < (form & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] wrapped(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = content.length < 0x100 ? 1 : content.length < 0x1_0000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(content.length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static List<Block> blocks(String text) throws GeneralSecurityException {
        List<Block> blocks = new ArrayList<>();
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin)) {
            int labelled = text.indexOf(DASHES, begin + BEGIN.length());
            if (labelled < 0) {
                throw new GeneralSecurityException("a line of PEM is not whole");
            }
            String label = text.substring(begin + BEGIN.length(), labelled);
            int end = text.indexOf("-----END " + label + DASHES, labelled + DASHES.length());
            if (end < 0) {
                throw new GeneralSecurityException("a block of PEM has no end");
            }
            String base64 = text.substring(labelled + DASHES.length(), end);
            try {
                blocks.add(
                        new Block(label, Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1))));
            } catch (IllegalArgumentException notBase64) {
                throw new GeneralSecurityException("a block of PEM is not Base64", notBase64);
            }
            begin = end;
        }
        return blocks;
    }
}
