package dev.vitrine.transcoder.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneTest {

    private static final String CLOCK = "20:00:00.000";

    private final Scene scene =
            new Scene(640, 360, 30, true, sku -> ProductArt.ofSku(sku).orElseThrow(), sku -> sku);

    @ParameterizedTest
    @EnumSource
    void paint_fromTheVeryFrameOfALift_showsTheProduct(ProductArt art) {
        scene.paint(100, CLOCK, Optional.empty());
        int[] before = plinth();
        scene.paint(100, CLOCK, Optional.of(new Scene.Pinned(art.sku(), 100)));
        int[] after = plinth();

        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += before[i] == after[i] ? 0 : 1;
        }
        assertThat(changed).as("pixels on the plinth that changed").isGreaterThan(before.length / 8);
    }

    @Test
    void paint_always_carriesTheFramesNumber() {
        for (long frame : new long[] {0, 7, 123_456}) {
            scene.paint(frame, CLOCK, Optional.empty());
            byte[] luma = new byte[640 * 360];
            for (int i = 0; i < luma.length; i++) {
                luma[i] = (byte) (scene.pixels()[i] & 0xff);
            }
            assertThat(FrameStamp.read(luma, 640, 360, 640)).hasValue(frame);
        }
    }

    @Test
    void paint_ofTwoFramesInARow_differs() {
        scene.paint(100, CLOCK, Optional.empty());
        int[] one = scene.pixels().clone();
        scene.paint(101, CLOCK, Optional.empty());
        assertThat(scene.pixels()).isNotEqualTo(one);
    }

    @Test
    void writeAll_writesAPictureForEverySku(@TempDir Path directory) throws Exception {
        ProductArt.writeAll(directory.resolve("art"));

        for (ProductArt art : ProductArt.values()) {
            Path file = directory.resolve("art").resolve(art.sku() + ".png");
            BufferedImage picture = ImageIO.read(file.toFile());
            assertThat(picture.getWidth()).isEqualTo(640);
            assertThat(picture.getHeight()).isEqualTo(640);
            assertThat(Files.size(file)).as("bytes of %s", file).isBetween(10_000L, 400_000L);
        }
    }

    @Test
    void sound_ofFramesJoined_isUnbrokenAndBeepsAtTheLift() {
        Sound sound = new Sound(29.97);
        long samples = 0;
        for (long frame = 0; frame < 2997; frame++) {
            samples += sound.during(frame, -1).length / Sound.CHANNELS;
        }
        assertThat(samples).as("samples in 100 s").isEqualTo(4_800_000);

        assertThat(loudness(sound.during(101, 100)))
                .as("with a beep")
                .isGreaterThan(2 * loudness(sound.during(101, -1)));
    }

    private static double loudness(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += Math.abs(sample);
        }
        return sum / samples.length;
    }

    private int[] plinth() {
        return scene.picture().getRGB(372, 140, 140, 140, null, 0, 140);
    }
}
