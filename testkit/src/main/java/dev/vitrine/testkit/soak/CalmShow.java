package dev.vitrine.testkit.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A show on a server of its own in which nothing fails, for players that end with the first request that fails: they are to
 * show each picture in its order, and to have nothing to complain of.
 */
final class CalmShow implements AutoCloseable {

    /** In which a player has its first picture, on a machine that starts a browser meanwhile. */
    private static final double SECONDS_TO_BEGIN = 12;

    private final Path directory;
    private final Stage stage;
    private final ServerProcess server;
    private final List<NativePlayer> players = new ArrayList<>();
    private @Nullable ReconnectingEncoder encoder;
    private long began;

    /** @param command starts the server */
    CalmShow(Path directory, List<String> command) throws IOException {
        this.directory = Files.createDirectories(directory);
        stage = Stage.in(directory);
        server = new ServerProcess(command, stage.environment(), line -> {});
    }

    /** @param names of {@link NativePlayer}s; without any there is no show */
    void start(List<String> names) {
        try {
            if (!names.isEmpty()) {
                begin(names);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted before the calm show began", e);
        }
    }

    private void begin(List<String> names) throws InterruptedException {
        server.start();
        Stage.await("the calm server", stage.desk()::answers);
        encoder = new ReconnectingEncoder(Clip.in(directory), stage.rtmp());
        Stage.await("a calm show", stage.desk()::isLive);
        // Players begin some before the newest; the second segment of a show does not begin with a key picture.
        Stage.await("its first segments", () -> stage.media().completeSegments().size() > 6);
        began = System.nanoTime();
        names.forEach(name -> players.add(new NativePlayer(name, stage.hls())));
    }

    /** Ends the players, and adds what they saw. */
    void judge(Report report) {
        double seconds = (System.nanoTime() - began) / 1e9;
        for (NativePlayer player : players) {
            double played = player.secondsPlayed();
            report.violationUnless(
                    played > seconds - SECONDS_TO_BEGIN,
                    player.name() + " played " + played + " of " + Math.round(seconds) + " s");
            player.judge(report, seconds);
        }
    }

    @Override
    public void close() {
        players.forEach(NativePlayer::close);
        if (encoder != null) {
            encoder.close();
        }
        server.close();
    }
}
