package dev.vitrine.server.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that signs itself, made by the JDK's own keytool: no library for a few test files. */
public final class TestCertificate {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final String NAME = "server";

    private final X509Certificate certificate;
    private final byte[] key;

    private TestCertificate(X509Certificate certificate, byte[] key) {
        this.certificate = certificate;
        this.key = key;
    }

    public static TestCertificate rsa(Path directory, String commonName) {
        return make(directory, commonName, "-keyalg", "RSA", "-keysize", "2048", "-validity", "30");
    }

    static TestCertificate ec(Path directory, String commonName) {
        return make(directory, commonName, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30");
    }

    static TestCertificate expired(Path directory) {
        return make(directory, "expired", "-keyalg", "EC", "-startdate", "-30d", "-validity", "10");
    }

    private static TestCertificate make(Path directory, String commonName, String... options) {
        try {
            Path store = Files.createTempDirectory(directory, "store").resolve("store.p12");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    NAME,
                    "-dname",
                    "CN=" + commonName,
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    store.toString()));
            command.addAll(List.of(options));
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new AssertionError(said);
            }
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                made.load(in, PASSWORD);
            }
            return new TestCertificate(
                    (X509Certificate) made.getCertificate(NAME),
                    made.getKey(NAME, PASSWORD).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    String certificatePem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    String keyPem() {
        return pem("PRIVATE KEY", key);
    }

    /** As older tools write it: the last member of PKCS #8, without the envelope. */
    String oldKeyPem(String label) {
        // SEQUENCE { INTEGER 0, … of 2048-bit RSA; SEQUENCE { INTEGER 1, OCTET STRING of P-256's 32 bytes.
        byte[] begin = certificate.getPublicKey().getAlgorithm().equals("RSA")
                ? new byte[] {0x30, (byte) 0x82}
                : new byte[] {0x30};
        for (int at = key.length - 1; at > 4; at--) {
            int inner = at + (begin.length == 1 ? 2 : 4);
            boolean version = inner + 2 < key.length
                    && key[inner] == 0x02
                    && key[inner + 1] == 0x01
                    && key[inner + 2] == (begin.length == 1 ? 1 : 0);
            if (version && Arrays.equals(begin, Arrays.copyOfRange(key, at, at + begin.length))) {
                return pem(label, Arrays.copyOfRange(key, at, key.length));
            }
        }
        throw new AssertionError("no " + label + " in the key");
    }

    /** Writes both files, in the way of a renewal: each is whole at every moment. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        replace(certificateFile, certificatePem());
        replace(keyFile, keyPem());
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What trusts these certificates and no others. */
    public static SSLContext trusting(TestCertificate... trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.length; i++) {
                store.setCertificateEntry("trusted " + i, trusted[i].certificate());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
