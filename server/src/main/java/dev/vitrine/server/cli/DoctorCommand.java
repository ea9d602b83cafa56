package dev.vitrine.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.LadderSetup;
import dev.vitrine.server.store.DataDirectory;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.StoreException;
import dev.vitrine.transcoder.Worker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine doctor}: looks at everything that has kept a server from working, and says what to do. */
@Command(
        name = "doctor",
        description =
                "Looks at what a server needs: configuration, disk, database, transcoder, ports. Exit 1 when something fails.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private static final long LITTLE_DISK = 2L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The first one ever unpacks FFmpeg. */
    private static final Duration PROBE = Duration.ofSeconds(60);

    private final Terminal terminal;
    private final List<Finding> findings = new ArrayList<>();

    @Mixin
    private Settings settings = new Settings();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private enum Verdict {
        OK,
        WARN,
        FAIL
    }

    private record Finding(Verdict verdict, String what, String message) {}

    @Override
    public Integer call() {
        VitrineConfig config = settings.load(terminal);
        add(Verdict.OK, "configuration", "good");
        add(Verdict.OK, "java", Runtime.version() + ", " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB heap");
        DataDirectory data = new DataDirectory(config.data());
        checkDisk(data.root());
        checkDatabase(data);
        checkTranscoder(config);
        boolean running = checkServer(config.http().port());
        if (!running) {
            checkPort("rtmp", config.rtmp().port());
        }
        print();
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL) ? 1 : 0;
    }

    private void checkDisk(Path directory) {
        try {
            Files.createDirectories(directory);
            if (!Files.isWritable(directory)) {
                add(Verdict.FAIL, "data", directory + " cannot be written by this user");
                return;
            }
            long free = Files.getFileStore(directory).getUsableSpace();
            add(
                    free < LITTLE_DISK ? Verdict.WARN : Verdict.OK,
                    "data",
                    directory + ", " + (free >> 20) + " MiB free"
                            + (free < LITTLE_DISK ? ": an hour at 6 Mbit/s needs 2,600" : ""));
        } catch (IOException e) {
            add(Verdict.FAIL, "data", directory + " cannot be made: " + e.getMessage());
        }
    }

    private void checkDatabase(DataDirectory data) {
        if (!Files.exists(data.database())) {
            add(Verdict.OK, "database", "none yet; the first start makes it");
            return;
        }
        try (Database database = Database.open(data.database())) {
            String found = database.integrity();
            add(found.equals("ok") ? Verdict.OK : Verdict.FAIL, "database", data.database() + ": " + found);
        } catch (StoreException e) {
            add(Verdict.FAIL, "database", String.valueOf(e.getMessage()));
        }
    }

    /** In a process of its own, as a show would: having an encoder does not mean having its hardware. */
    private void checkTranscoder(VitrineConfig config) {
        if (!LadderSetup.isWanted(config)) {
            add(Verdict.OK, "transcoder", "no renditions are offered (transcode.mode)");
            return;
        }
        config.transcode().logo().ifPresent(this::checkLogo);
        String wanted = LadderSetup.encoder(config.transcode());
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<String> found = Worker.probe(LadderSetup.worker(config.data(), config.transcode()), threads)
                    .encoders()
                    .get(PROBE.toSeconds(), TimeUnit.SECONDS);
            boolean there = found.contains(wanted);
            add(
                    there ? Verdict.OK : Verdict.FAIL,
                    "transcoder",
                    (there ? wanted + " works" : wanted + " does not work here (transcode.encoder)")
                            + "; encoders that do: " + String.join(", ", found));
        } catch (IOException | ExecutionException | TimeoutException e) {
            add(Verdict.FAIL, "transcoder", "no worker process answers: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }

    private void checkLogo(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            add(
                    image == null ? Verdict.FAIL : Verdict.OK,
                    "logo",
                    image == null
                            ? file + " is neither PNG nor JPEG (transcode.logo)"
                            : file + ", " + image.getWidth() + "x" + image.getHeight());
        } catch (IOException e) {
            add(Verdict.FAIL, "logo", file + " cannot be read (transcode.logo): " + e.getMessage());
        }
    }

    private boolean checkServer(int port) {
        URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
        try {
            var answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(HttpRequest.newBuilder(ready).timeout(PATIENCE).build(), BodyHandlers.ofString());
            boolean ours = answer.body().contains("\"checks\"");
            if (ours) {
                add(answer.statusCode() == 200 ? Verdict.OK : Verdict.FAIL, "server", "running: " + answer.body());
            } else {
                add(Verdict.FAIL, "http", "port " + port + " is taken by something else (http.port)");
            }
            return ours;
        } catch (IOException e) {
            add(Verdict.OK, "server", "not running");
            checkPort("http", port);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void checkPort(String what, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            add(Verdict.OK, what, "port " + socket.getLocalPort() + " is free");
        } catch (IOException e) {
            add(Verdict.FAIL, what, "port " + port + " is taken (" + what + ".port): " + e.getMessage());
        }
    }

    private void add(Verdict verdict, String what, String message) {
        findings.add(new Finding(verdict, what, message));
    }

    private void print() {
        if (json) {
            ArrayNode array = Terminal.json().createArrayNode();
            findings.forEach(finding -> array.addObject()
                    .put("verdict", word(finding))
                    .put("what", finding.what())
                    .put("message", finding.message()));
            terminal.printJson(array);
        } else {
            findings.forEach(finding -> terminal.println(
                    String.format(Locale.ROOT, "%-4s  %s: %s", word(finding), finding.what(), finding.message())));
        }
    }

    private static String word(Finding finding) {
        return finding.verdict().name().toLowerCase(Locale.ROOT);
    }
}
