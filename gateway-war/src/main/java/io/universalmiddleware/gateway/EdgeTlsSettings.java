package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.proxy.TlsListener;
import io.universalmiddleware.gateway.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of the edge's TLS listener. */
final class EdgeTlsSettings {
    static final Setting<Integer> PORT = Setting.port(
            "um.edge.tls.port", 8443, "Port with TLS, beside um.edge.port; listens only with um.edge.tls.certificate.");
    static final Setting<String> CERTIFICATE = Setting.optionalText(
            "um.edge.tls.certificate",
            "File with the certificate's chain in PEM, the server's own first, for every name that has no other.");
    static final Setting<String> KEY =
            Setting.optionalText("um.edge.tls.key", "File with that certificate's private key in PEM, not encrypted.");
    static final Setting<String> DIRECTORY = Setting.optionalText(
            "um.edge.tls.directory",
            "Directory with further pairs X.crt and X.key, also in those right below it; a certificate's names say what it is for.");
    static final Setting<Duration> RELOAD = Setting.duration(
            "um.edge.tls.reload",
            "10s",
            Duration.ofMillis(100),
            Duration.ofDays(1),
            "Time between two looks at the files; what has changed counts for new connections.");
    static final Setting<Duration> HANDSHAKE_TIMEOUT = Setting.duration(
            "um.edge.tls.handshake-timeout",
            "10s",
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "Time for a connection's TLS handshake, after which it is closed.");

    static final Setting<Duration> HSTS = Setting.duration(
            "um.edge.tls.hsts",
            "365d",
            Duration.ZERO,
            Duration.ofDays(730),
            "How long browsers are told to come with TLS alone, on the platform's own answers over TLS (RFC 6797); 0s tells them nothing.");
    static final Setting<Boolean> HSTS_SUBDOMAINS = Setting.flag(
            "um.edge.tls.hsts-subdomains", false, "Whether that is said of all names below the host's, too.");

    private EdgeTlsSettings() {}

    /** The value of {@code Strict-Transport-Security}; empty if nothing is to be said. */
    static String transportSecurity(Settings settings) {
        Duration age = settings.get(HSTS);
        return age.isZero()
                ? ""
                : "max-age=" + age.toSeconds() + (settings.get(HSTS_SUBDOMAINS) ? "; includeSubDomains" : "");
    }

    /**
     * The listener that is configured, if one is.
     *
     * @throws IllegalStateException if there is a certificate without a key, or the other way around, or a directory without both
     */
    static Optional<TlsListener> from(Settings settings) {
        Optional<Path> certificate = settings.find(CERTIFICATE).map(Path::of);
        Optional<Path> key = settings.find(KEY).map(Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalStateException(CERTIFICATE.key() + " and " + KEY.key() + " need each other");
        }
        if (certificate.isEmpty() && settings.find(DIRECTORY).isPresent()) {
            throw new IllegalStateException(DIRECTORY.key() + " needs " + CERTIFICATE.key() + " and " + KEY.key());
        }
        return certificate.map(chain -> new TlsListener(
                settings.get(PORT),
                new CertificateFiles(
                        chain, key.orElseThrow(), settings.find(DIRECTORY).map(Path::of)),
                settings.get(RELOAD),
                settings.get(HANDSHAKE_TIMEOUT)));
    }
}
