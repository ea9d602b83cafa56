package dev.vitrine.server.cli;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.App;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Loads what a start loads, so that a class data archive can be made of it (scripts/vitrine --archive). */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    /** With a line of each kind that a configuration may hold. */
    private static final String CONFIGURATION = """
            http: {host: 127.0.0.1, port: 0}
            rtmp:
              host: 127.0.0.1
              port: 0
            hls: {part-duration: 500ms}
            channels:
              - {id: warm, title: Warm, stream-key: "warm-up-0123456789abcdef"}
            """;

    private static final int PATIENCE_MILLIS = 5_000;

    private final Terminal terminal;

    WarmUpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("vitrine-warm-up");
        try {
            Path file = Files.writeString(directory.resolve("vitrine.yml"), CONFIGURATION);
            Map<String, String> env = Map.of("VITRINE_DATA", directory.toString());
            Terminal elsewhere = new Terminal(env, terminal.in(), terminal.out(), terminal.err(), terminal.clock());
            VitrineConfig config = Settings.load(Optional.of(file), elsewhere);
            Logging.configure(config.log());
            try (App app = App.start(config, Optional.empty())) {
                ask(app.httpAddress().getPort(), "/health/ready");
                ask(app.httpAddress().getPort(), "/live/warm/index.m3u8");
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private static void ask(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
