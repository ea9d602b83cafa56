package dev.vitrine.server.demo;

import dev.vitrine.overlay.CueAction;
import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueRefused;
import dev.vitrine.server.stream.LiveChannels;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running demo programme: a child process that publishes, and a thread that turns what it says into cues. */
public final class DemoProgramme implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DemoProgramme.class);

    /** This product comes with a running offer, so that the demo shows a countdown. */
    private static final String OFFERED = "TEA-SET-01";

    private static final Duration OFFER = Duration.ofSeconds(18);

    private static final int CLOSE_SECONDS = 5;

    private final LiveChannels channels;
    private final String channel;
    private final Process process;
    private final CountDownLatch picture = new CountDownLatch(1);
    private final Thread reader;

    private DemoProgramme(LiveChannels channels, String channel, Process process) {
        this.channels = channels;
        this.channel = channel;
        this.process = process;
        this.reader = new Thread(this::read, "demo programme");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the child; it publishes as soon as it has drawn its first picture.
     *
     * @param files the sheet and the product list it goes by
     */
    public static DemoProgramme start(LiveChannels channels, String channel, String url, DemoFiles files)
            throws IOException {
        Process process = DemoChild.start(
                files.data(),
                List.of(
                        "--url", url,
                        "--sheet", files.sheet().toString(),
                        "--products", files.products().toString(),
                        "--repeat", Integer.toString(DemoFiles.REPEAT_SECONDS),
                        "--events", "-"));
        return new DemoProgramme(channels, channel, process);
    }

    /** Returns when the first picture has been sent. */
    public void awaitPicture(long timeout, TimeUnit unit) throws InterruptedException, IOException {
        if (!picture.await(timeout, unit)) {
            throw new IOException("the demo programme sent no picture within " + unit.toSeconds(timeout) + " s");
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                on(line.split(" "));
            }
        } catch (IOException e) {
            log.debug("the demo programme's output ended", e);
        }
    }

    private void on(String[] words) {
        try {
            switch (words[0]) {
                case "ready" -> picture.countDown();
                case "pin" -> {
                    cue(CueAction.PIN, Optional.of(words[1]), Optional.empty());
                    if (words[1].equals(OFFERED)) {
                        Optional<Instant> until = channels.liveDate(channel).map(now -> now.plus(OFFER));
                        cue(CueAction.OFFER, Optional.of(words[1]), until);
                    }
                }
                case "unpin" -> cue(CueAction.UNPIN, Optional.empty(), Optional.empty());
                default -> log.debug("the demo programme says {}", String.join(" ", words));
            }
        } catch (CueRefused e) {
            log.warn("a cue of the demo was refused: {}", e.getMessage());
        }
    }

    private void cue(CueAction action, Optional<String> sku, Optional<Instant> until) {
        channels.cue(
                channel,
                new CueCommand(action, sku, until, Optional.empty(), Optional.of("demo"), Optional.empty()),
                Optional.empty(),
                Optional.empty());
    }

    /** Stops the child and waits for it, so that it leaves nothing running. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join(1_000);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
