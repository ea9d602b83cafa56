package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.edge.BadCertificate;
import dev.vitrine.server.edge.LiveCertificate;
import dev.vitrine.server.http.Metrics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The certificate that HTTPS and RTMPS share, where one is configured. */
final class TlsSetup {

    private TlsSetup() {}

    static Optional<LiveCertificate> certificate(VitrineConfig.Https https, InstantSource wall, Metrics metrics) {
        if (!https.enabled()) {
            return Optional.empty();
        }
        Path file = https.certificate().orElseThrow();
        Path key = https.key().orElseThrow();
        try {
            LiveCertificate certificate = new LiveCertificate(file, key, wall);
            metrics.gauge(
                    "vitrine_certificate_expiry_seconds",
                    "When the certificate in force expires, in seconds since 1970.",
                    () -> certificate.current().expires().getEpochSecond());
            return Optional.of(certificate);
        } catch (BadCertificate e) {
            throw StartException.misconfigured(e);
        }
    }
}
