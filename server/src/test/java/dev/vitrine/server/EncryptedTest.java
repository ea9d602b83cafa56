package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.server.edge.TestCertificate;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One certificate for HTTPS with HTTP/2 and for RTMPS, renewed without a restart. */
class EncryptedTest {

    @TempDir
    private Path directory;

    @Test
    void https_speaksHttp2_andBothListenersTakeUpARenewal_withoutARestart() throws Exception {
        TestCertificate first = TestCertificate.rsa(directory, "first");
        TestCertificate second = TestCertificate.rsa(directory, "second");
        SSLContext trust = TestCertificate.trusting(first, second);
        first.write(certificate(), key());
        try (TestServer server = TestServer.start(directory, encrypted())) {
            InetSocketAddress https = server.app().httpsAddress().orElseThrow();
            InetSocketAddress rtmps = server.app().rtmpsAddress().orElseThrow();
            assertThat(ask(trust, https).version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(ask(trust, https).statusCode()).isEqualTo(200);
            assertThat(presented(trust, https)).isEqualTo(first.certificate());
            assertThat(presented(trust, rtmps)).isEqualTo(first.certificate());

            Files.writeString(certificate(), "damaged by a renewal that failed");
            second.write(certificate(), key());
            Wait.until(
                    Duration.ofSeconds(15),
                    "the renewed certificate",
                    () -> presented(trust, https).equals(second.certificate())
                            && presented(trust, rtmps).equals(second.certificate()));
            assertThat(ask(trust, https).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theLimitOfConnections_isTold_andConnectionsThatEnd_makeRoom() throws Exception {
        try (TestServer server = TestServer.start(directory, "http: {max-connections: 16}\n")) {
            List<Socket> held = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    held.add(new Socket("127.0.0.1", server.app().httpAddress().getPort()));
                }
                // Several threads accept: who is one too many need not be who came last.
                Socket refused = Wait.value(Duration.ofSeconds(10), "a refusal", () -> told(held));
                assertThat(new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 503 ")
                        .contains("Retry-After: 5\r\n")
                        .contains("all 16 connections are taken (http.max-connections)");
            } finally {
                for (Socket socket : held) {
                    socket.close();
                }
            }
            Wait.until(Duration.ofSeconds(10), "room", () -> server.metric("vitrine_http_connections") < 5);
            assertThat(server.metric("vitrine_http_connections_refused_total")).isPositive();
        }
    }

    @Test
    void aKeyThatDoesNotFit_keepsTheServerFromStarting_asAFaultOfTheConfiguration() throws Exception {
        TestCertificate.rsa(directory, "first").write(certificate(), key());
        TestCertificate.rsa(directory, "second").write(directory.resolve("other.pem"), key());
        assertThatThrownBy(() -> TestServer.start(directory, encrypted()))
                .isInstanceOfSatisfying(
                        StartException.class,
                        e -> assertThat(e.isMisconfigured()).isTrue())
                .hasMessageContaining("https.key: the key in " + key() + " does not belong");
    }

    private static Optional<Socket> told(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            if (socket.getInputStream().available() > 0) {
                return Optional.of(socket);
            }
        }
        return Optional.empty();
    }

    private Path certificate() {
        return directory.resolve("fullchain.pem");
    }

    private Path key() {
        return directory.resolve("privkey.pem");
    }

    private String encrypted() {
        return "https: {host: 127.0.0.1, port: 0, certificate: \"" + certificate() + "\", key: \"" + key()
                + "\"}\nrtmps: {host: 127.0.0.1, port: 0}\n";
    }

    private static HttpResponse<String> ask(SSLContext trust, InetSocketAddress https) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(trust)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + https.getPort() + "/health/ready"))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static X509Certificate presented(SSLContext trust, InetSocketAddress address) {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", address.getPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
