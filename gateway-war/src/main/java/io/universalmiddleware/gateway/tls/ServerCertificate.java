package io.universalmiddleware.gateway.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;

/**
 * A server certificate is a chain and its key, with which the edge proves to clients that it is whom they asked for.
 *
 * <p>Clients are offered TLS 1.3 and 1.2, the suites of RFC 7540, appendix A that are not forbidden, with forward secrecy, and by ALPN
 * {@code h2} and {@code http/1.1}.
 */
public final class ServerCertificate {
    private static final byte[] PROBE = {'p', 'a', 'i', 'r'};
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    private final Set<String> names;
    private final Instant expires;
    private final SslContext context;

    private ServerCertificate(Set<String> names, Instant expires, SslContext context) {
        this.names = Set.copyOf(names);
        this.expires = expires;
        this.context = context;
    }

    /**
     * Reads a chain, the server's own certificate first, and its key.
     *
     * @throws GeneralSecurityException if either cannot be read, or they are not a pair
     */
    static ServerCertificate of(String chainPem, String keyPem) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(chainPem);
        X509Certificate own = chain.get(0);
        PrivateKey key = Pem.privateKey(keyPem, own.getPublicKey());
        if (!arePair(own.getPublicKey(), key)) {
            throw new GeneralSecurityException("the key is not that of the first certificate");
        }
        try {
            SslContext context = SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
            return new ServerCertificate(namesOf(own), own.getNotAfter().toInstant(), context);
        } catch (SSLException unusable) {
            throw new GeneralSecurityException("it cannot be used", unusable);
        }
    }

    /** The names and addresses it is for, in lower case; a name may begin with {@code *.} */
    public Set<String> names() {
        return names;
    }

    /** When it ends. */
    public Instant expires() {
        return expires;
    }

    public SslContext context() {
        return context;
    }

    /**
     * Whether it is for a host (RFC 9525, section 6.3).
     *
     * @param host in lower case
     */
    public boolean covers(String host) {
        return names.contains(host) || names.contains(anySibling(host));
    }

    /** The name that stands for the host and all that differ from it in the first label. */
    static String anySibling(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? "" : '*' + host.substring(dot);
    }

    private static Set<String> namesOf(X509Certificate own) throws GeneralSecurityException {
        Set<String> names = new TreeSet<>();
        Collection<List<?>> alternatives = own.getSubjectAlternativeNames();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : new ArrayList<>(alternatives)) {
            int type = (Integer) alternative.get(0);
            if (type == DNS_NAME || type == ADDRESS) {
                names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static boolean arePair(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(PROBE);
        byte[] signed = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(open);
        verifying.update(PROBE);
        return verifying.verify(signed);
    }
}
