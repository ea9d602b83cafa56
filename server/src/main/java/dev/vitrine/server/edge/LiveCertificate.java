package dev.vitrine.server.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in force, for HTTPS and RTMPS alike. A renewal is two files that change: connections that are open go on,
 * new ones see the new certificate. What cannot be used is said once, and the one in force stays.
 */
public final class LiveCertificate {

    private static final Logger log = LoggerFactory.getLogger(LiveCertificate.class);

    /** Renewals come weeks before: so close to the end something is wrong with them. */
    private static final Duration WARNED_BEFORE = Duration.ofDays(10);

    private final Path certificateFile;
    private final Path keyFile;
    private final InstantSource clock;
    private final SSLContext context;
    private volatile ServerCertificate current;
    private String seen;
    private Instant warned = Instant.MIN;

    /**
     * Reads both files.
     *
     * @throws BadCertificate when they cannot be used
     */
    public LiveCertificate(Path certificateFile, Path keyFile, InstantSource clock) throws BadCertificate {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.clock = clock;
        this.seen = stamp();
        this.current = ServerCertificate.read(certificateFile, keyFile, clock.instant());
        try {
            this.context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new CertificateKeyManager(this::current)}, null, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** Always the same one; each connection finds the certificate of the moment in it. */
    public SSLContext context() {
        return context;
    }

    public ServerCertificate current() {
        return current;
    }

    /** Every few seconds, on a thread that may read the disk: takes up what has changed. */
    public synchronized void look() {
        String stamp = stamp();
        if (!stamp.equals(seen)) {
            seen = stamp;
            reload();
        }
        Instant now = clock.instant();
        Instant expires = current.expires();
        if (now.isAfter(expires.minus(WARNED_BEFORE)) && now.isAfter(warned.plus(Duration.ofDays(1)))) {
            warned = now;
            log.warn("the certificate in {} ends on {}: renew it", certificateFile, expires);
        }
    }

    private void reload() {
        try {
            current = ServerCertificate.read(certificateFile, keyFile, clock.instant());
            warned = Instant.MIN;
            log.info("new connections get the certificate of {}, valid until {}", certificateFile, current.expires());
        } catch (BadCertificate e) {
            // In the middle of a renewal one file is new and the other old: the next change is looked at again.
            log.warn(
                    "certificate or key has changed and cannot be used; the old one stays in force: {}",
                    e.getMessage());
        }
    }

    /** Changes when a file does, or the link to it, as certbot's do. */
    private String stamp() {
        return stamp(certificateFile) + " " + stamp(keyFile);
    }

    private static String stamp(Path file) {
        try {
            return file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
