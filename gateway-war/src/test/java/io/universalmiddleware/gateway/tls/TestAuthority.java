package io.universalmiddleware.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that a test makes for itself. */
public final class TestAuthority {
    private static final byte[] ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A certificate and its key, as PEM. */
    public record Issued(X509Certificate certificate, KeyPair keys, String chain, String key) {

        /** Writes both beside each other. */
        public void write(Path directory, String name) {
            try {
                Files.writeString(directory.resolve(name + ".key"), key);
                Files.writeString(directory.resolve(name + ".crt"), chain);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = name;
        keys = keys("EC");
        certificate = certificate(name, keys, Instant.now().plus(30, ChronoUnit.DAYS), true);
    }

    /** A certificate for names and addresses, good for a day. */
    public Issued issue(String... names) {
        return issue(keys("EC"), Instant.now().plus(1, ChronoUnit.DAYS), names);
    }

    public Issued issueRsa(String... names) {
        return issue(keys("RSA"), Instant.now().plus(1, ChronoUnit.DAYS), names);
    }

    /** A certificate that was good until an hour ago. */
    public Issued issueExpired(String... names) {
        return issue(keys("EC"), Instant.now().minus(1, ChronoUnit.HOURS), names);
    }

    /** The authority's own certificate. */
    public String pem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** A client's side that trusts this authority alone. */
    public SSLContext trusting() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One block of PEM. */
    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private Issued issue(KeyPair subject, Instant until, String... names) {
        X509Certificate issued = certificate(names[0], subject, until, false, names);
        return new Issued(
                issued,
                subject,
                pem("CERTIFICATE", encoded(issued)) + pem(),
                pem("PRIVATE KEY", subject.getPrivate().getEncoded()));
    }

    private X509Certificate certificate(String subject, KeyPair of, Instant until, boolean authority, String... names) {
        try {
            byte[] extensions = authority
                    ? extension(oid(2, 5, 29, 19), sequence(new byte[] {1, 1, (byte) 0xff}))
                    : extension(oid(2, 5, 29, 17), alternatives(names));
            byte[] body = sequence(
                    tagged(0xa0, new byte[] {2, 1, 2}),
                    tagged(2, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
                    ECDSA_WITH_SHA256,
                    named(name),
                    sequence(time(until.minus(60, ChronoUnit.DAYS)), time(until)),
                    named(subject),
                    of.getPublic().getEncoded(),
                    tagged(0xa3, sequence(extensions)));
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(keys.getPrivate());
            signing.update(body);
            byte[] der = sequence(body, ECDSA_WITH_SHA256, tagged(3, new byte[] {0}, signing.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static byte[] alternatives(String... names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String each : names) {
            all.writeBytes(Character.isDigit(each.charAt(0)) ? tagged(0x87, address(each)) : tagged(0x82, ascii(each)));
        }
        return tagged(0x30, all.toByteArray());
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] extension(byte[] oid, byte[] value) {
        return sequence(oid, tagged(4, value));
    }

    private static byte[] named(String common) {
        return sequence(tagged(0x31, sequence(oid(2, 5, 4, 3), tagged(0x0c, ascii(common)))));
    }

    private static byte[] time(Instant at) {
        return tagged(0x18, ascii(UTC_TIME.format(at)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] oid(int... arcs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >> shift != 0) {
                    out.write(0x80 | arcs[i] >> shift & 0x7f);
                }
            }
            out.write(arcs[i] & 0x7f);
        }
        return tagged(6, out.toByteArray());
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2_048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
