package dev.vitrine.server.edge;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate chain, the server's own first, and its key: they fit each other.
 *
 * @param expires of the server's own certificate
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key, Instant expires) {

    /** The keys of the configuration that name the files. */
    private static final String CERTIFICATE = "https.certificate";

    private static final String KEY = "https.key";

    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads and checks both files.
     *
     * @throws BadCertificate when a file cannot be read, they do not fit each other, or the certificate is not valid now
     */
    public static ServerCertificate read(Path certificate, Path key, Instant now) throws BadCertificate {
        List<X509Certificate> chain = chain(certificate);
        X509Certificate own = chain.get(0);
        PrivateKey secret = PrivateKeys.read(KEY, key, own.getPublicKey());
        if (!fits(secret, own.getPublicKey())) {
            boolean later = chain.stream().skip(1).anyMatch(other -> fits(secret, other.getPublicKey()));
            throw new BadCertificate(KEY + ": the key in " + key + " does not belong to the first certificate in "
                    + certificate + " (" + own.getSubjectX500Principal().getName() + ")"
                    + (later ? "; it belongs to a later one, which must come first" : ""));
        }
        Instant expires = own.getNotAfter().toInstant();
        if (now.isAfter(expires)) {
            throw new BadCertificate(CERTIFICATE + ": the certificate in " + certificate + " expired on " + expires
                    + "; renew it (the server's clock says " + now + ")");
        }
        Instant begins = own.getNotBefore().toInstant();
        if (now.isBefore(begins)) {
            throw new BadCertificate(CERTIFICATE + ": the certificate in " + certificate + " is valid from " + begins
                    + " on, and the server's clock says " + now + ": is the clock right?");
        }
        return new ServerCertificate(chain, secret, expires);
    }

    private static List<X509Certificate> chain(Path file) throws BadCertificate {
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem.Block block : Pem.read(CERTIFICATE, file).blocks()) {
            if (block.label().equals("CERTIFICATE")) {
                try {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.der())));
                } catch (GeneralSecurityException e) {
                    throw new BadCertificate(CERTIFICATE + ": certificate " + (chain.size() + 1) + " in " + file
                            + " is damaged: " + e.getMessage());
                }
            }
        }
        if (chain.isEmpty()) {
            throw new BadCertificate(
                    CERTIFICATE + ": " + file + " holds no certificate; certbot's is called fullchain.pem");
        }
        return chain;
    }

    /** What the one signs, the other verifies. */
    private static boolean fits(PrivateKey secret, PublicKey open) {
        String algorithm =
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                };
        try {
            byte[] message = {1, 2, 3};
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret);
            signer.update(message);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(open);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
