package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.Programme;
import java.nio.file.Path;
import java.time.Duration;

/** What a {@link ReconnectingEncoder} sends over and over: {@value #FRAMES} numbered pictures and a tone. */
final class Clip {

    static final int WIDTH = 320;
    static final int HEIGHT = 180;
    static final int FRAMES_PER_SECOND = 30;
    static final int FRAMES = 600;

    private Clip() {}

    static Path in(Path directory) {
        return Encoder.file(
                directory.resolve("clip.flv"),
                Programme.standard()
                        .size(WIDTH, HEIGHT)
                        .framesPerSecond(FRAMES_PER_SECOND)
                        .bFrames(2)
                        .videoKbps(300)
                        .lasting(Duration.ofSeconds(FRAMES / FRAMES_PER_SECOND))
                        .asFastAsPossible());
    }
}
