package dev.vitrine.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What certbot and older tools write is read; what cannot work is told with file and reason. */
class ServerCertificateTest {

    @TempDir
    private Path directory;

    @Test
    void pkcs8_ofBothKinds_isRead() throws Exception {
        for (TestCertificate made :
                new TestCertificate[] {TestCertificate.rsa(directory, "a"), TestCertificate.ec(directory, "b")}) {
            ServerCertificate read = read(made.certificatePem(), made.keyPem());
            assertThat(read.chain()).containsExactly(made.certificate());
            assertThat(read.expires())
                    .isEqualTo(made.certificate().getNotAfter().toInstant());
        }
    }

    @Test
    void keysWithoutEnvelope_asOlderToolsWriteThem_areRead() throws Exception {
        TestCertificate rsa = TestCertificate.rsa(directory, "a");
        assertThat(read(rsa.certificatePem(), rsa.oldKeyPem("RSA PRIVATE KEY"))
                        .key()
                        .getAlgorithm())
                .isEqualTo("RSA");
        TestCertificate ec = TestCertificate.ec(directory, "b");
        String parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        assertThat(read(ec.certificatePem(), parameters + ec.oldKeyPem("EC PRIVATE KEY"))
                        .key()
                        .getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void whatCannotWork_isToldWithFileAndReason() throws Exception {
        TestCertificate rsa = TestCertificate.rsa(directory, "shop.example");
        TestCertificate other = TestCertificate.rsa(directory, "other.example");
        TestCertificate ec = TestCertificate.ec(directory, "b");
        refused(rsa.certificatePem(), other.keyPem(), "https.key: the key in", "CN=shop.example", "does not belong");
        refused(
                rsa.certificatePem() + other.certificatePem(),
                other.keyPem(),
                "it belongs to a later one, which must come first");
        refused(rsa.certificatePem(), ec.keyPem(), "holds no RSA key");
        refused(rsa.certificatePem(), ec.oldKeyPem("EC PRIVATE KEY"), "holds no RSA key");
        refused("not PEM at all", rsa.keyPem(), "https.certificate: ", "is not a PEM file");
        refused(rsa.keyPem(), rsa.keyPem(), "holds no certificate", "fullchain.pem");
        refused(rsa.certificatePem(), rsa.certificatePem(), "https.key: ", "holds no private key");
        refused(
                rsa.certificatePem(),
                rsa.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                "is encrypted",
                "openssl pkey");
        refused(rsa.certificatePem().substring(0, 300) + "\n-----END CERTIFICATE-----\n", rsa.keyPem(), "is damaged");
        TestCertificate expired = TestCertificate.expired(directory);
        refused(expired.certificatePem(), expired.keyPem(), "expired on", "renew it");
    }

    @Test
    void aCertificateOfTheFuture_asksForTheClock() throws Exception {
        TestCertificate rsa = TestCertificate.rsa(directory, "a");
        Path certificate = Files.writeString(directory.resolve("c.pem"), rsa.certificatePem());
        Path key = Files.writeString(directory.resolve("k.pem"), rsa.keyPem());
        assertThatThrownBy(() ->
                        ServerCertificate.read(certificate, key, Instant.now().minus(Duration.ofDays(2))))
                .isInstanceOf(BadCertificate.class)
                .hasMessageContaining("is the clock right?");
    }

    @Test
    void aMissingFile_aDirectory_areNamed() {
        Path missing = directory.resolve("missing.pem");
        assertThatThrownBy(() -> ServerCertificate.read(missing, missing, Instant.now()))
                .hasMessage("https.certificate: there is no file " + missing);
        assertThatThrownBy(() -> ServerCertificate.read(directory, missing, Instant.now()))
                .hasMessage("https.certificate: " + directory + " is a directory, not a PEM file");
    }

    private void refused(String certificate, String key, String... told) {
        assertThatThrownBy(() -> read(certificate, key))
                .isInstanceOf(BadCertificate.class)
                .message()
                .contains(told);
    }

    private ServerCertificate read(String certificate, String key) throws BadCertificate, IOException {
        return ServerCertificate.read(
                Files.writeString(directory.resolve("certificate.pem"), certificate),
                Files.writeString(directory.resolve("key.pem"), key),
                Instant.now());
    }
}
