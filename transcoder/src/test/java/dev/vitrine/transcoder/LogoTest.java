package dev.vitrine.transcoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.transcoder.LogoPlace.Corner;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that draws a logo: half of it an opaque red, half of it see-through. */
class LogoTest {

    private static final Rung SAME = new Rung("360p", 640, 360, 2_000_000, 30, 1, Rung.Encoding.DEFAULT);
    private static final Rung SMALL = new Rung("180p", 320, 180, 1_000_000, 30, 1, Rung.Encoding.DEFAULT);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        threads.shutdown();
    }

    private Map<String, Collected> transcode(Path logo, Corner corner, Clip clip) throws Exception {
        WorkerSettings settings = new WorkerSettings(
                Path.of(System.getProperty("user.home"), ".javacpp", "cache"),
                directory,
                96,
                Optional.of(new LogoPlace(logo, corner)));
        Map<String, Collected> outputs = Map.of("360p", new Collected(), "180p", new Collected());
        CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
        try (Worker worker = Worker.start(settings, "test", threads, () -> {})) {
            Transcoder transcoder = new Transcoder(
                    worker, List.of(SAME, SMALL), Map.copyOf(outputs), outputs.keySet(), ended::complete);
            transcoder.tracks(List.of(clip.track()));
            clip.units().forEach(transcoder::write);
            transcoder.end("done");
            assertThat(ended.get(60, TimeUnit.SECONDS)).isEmpty();
        }
        return outputs;
    }

    private Path logo() throws IOException {
        BufferedImage image = new BufferedImage(400, 200, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
        graphics.setColor(new Color(220, 30, 40));
        graphics.fillRect(0, 0, 200, 200);
        graphics.setColor(new Color(0, 0, 0, 0));
        graphics.fillRect(200, 0, 200, 200);
        graphics.dispose();
        Path file = directory.resolve("logo.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** At 360 lines the logo is 72×36, 12 pixels from the edges; at 180 it is that picture's, made smaller. */
    @ParameterizedTest
    @EnumSource
    void logo_isInEveryRung_inItsCorner_andNowhereElse(Corner corner) throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 3);
        Map<String, Collected> outputs = transcode(logo(), corner, clip);

        for (Rung rung : List.of(SAME, SMALL)) {
            Collected out = outputs.get(rung.name());
            BufferedImage picture = Clip.firstPicture(directory, out.format(), out.units);
            int unit = rung.height() / 180;
            int left = corner.left() ? 6 * unit : rung.width() - (6 + 36) * unit;
            int top = corner.top() ? 6 * unit : rung.height() - (6 + 18) * unit;
            Color inside = new Color(picture.getRGB(left + 9 * unit, top + 9 * unit));
            assertThat(inside.getRed()).as("red in %s", rung).isCloseTo(220, within(14));
            assertThat(inside.getGreen()).as("green in %s", rung).isCloseTo(30, within(14));
            assertThat(inside.getBlue()).as("blue in %s", rung).isCloseTo(40, within(14));
            assertThat(isGrey(picture, left + 27 * unit, top + 9 * unit))
                    .as("the see-through half in %s", rung)
                    .isTrue();
            assertThat(isGrey(picture, rung.width() / 2, rung.height() / 2)).isTrue();
        }
    }

    @Test
    void fileThatIsNoPicture_costsTheLogo_notTheShow() throws Exception {
        Path text = Files.writeString(directory.resolve("logo.png"), "not a picture");
        Clip clip = Clip.encode(directory, 640, 360, 3);

        assertThat(transcode(text, Corner.TOP_LEFT, clip).get("180p").units).hasSize(3);
        assertThat(transcode(directory.resolve("none.png"), Corner.TOP_LEFT, clip)
                        .get("180p")
                        .units)
                .hasSize(3);
    }

    /** As all of the clip is. */
    private static boolean isGrey(BufferedImage picture, int x, int y) {
        Color colour = new Color(picture.getRGB(x, y));
        return Math.abs(colour.getRed() - colour.getGreen()) < 12
                && Math.abs(colour.getBlue() - colour.getGreen()) < 12;
    }
}
