package dev.vitrine.transcoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosterMakerTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() throws Exception {
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void still_ofASegment_isItsFirstPicture() throws Exception {
        byte[] media = Files.readAllBytes(redVideo());

        byte[] jpeg = maker(DEADLINE).still(media).toCompletableFuture().get(60, TimeUnit.SECONDS);

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(picture.getWidth()).isEqualTo(320);
        assertThat(picture.getHeight()).isEqualTo(180);
        Color centre = new Color(picture.getRGB(160, 90));
        assertThat(centre.getRed()).isGreaterThan(200);
        assertThat(centre.getGreen()).isLessThan(60);
        assertThat(directory.resolve("work")).as("scratch files").isEmptyDirectory();
    }

    @Test
    void still_ofFilesInOrder_isTheSame() throws Exception {
        byte[] media = Files.readAllBytes(redVideo());
        Path first = Files.write(directory.resolve("a"), Arrays.copyOf(media, 500));
        Path second = Files.write(directory.resolve("b"), Arrays.copyOfRange(media, 500, media.length));

        byte[] jpeg = maker(DEADLINE)
                .still(List.of(first, second))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(320);
    }

    @Test
    void still_ofNonsense_failsWithWhatFfmpegSaid() {
        byte[] nonsense = "not a film".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() ->
                        maker(DEADLINE).still(nonsense).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no still from 10 bytes of media: ffmpeg exited with")
                .hasMessageContaining("Invalid data");
    }

    @Test
    void still_pastItsDeadline_isKilled() throws Exception {
        byte[] media = Files.readAllBytes(redVideo());

        assertThatThrownBy(() ->
                        maker(Duration.ZERO).still(media).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .cause()
                .hasMessage("no still: ffmpeg was killed after its 0 ms");
    }

    @Test
    void still_onAClosedExecutor_completesExceptionally() {
        executor.shutdown();

        assertThat(maker(DEADLINE).still(new byte[1]).toCompletableFuture()).isCompletedExceptionally();
    }

    private PosterMaker maker(Duration deadline) {
        return new PosterMaker(directory.resolve("work"), executor, deadline);
    }

    private Path redVideo() throws Exception {
        Path file = directory.resolve("red.mp4");
        Process ffmpeg = new ProcessBuilder(
                        FfmpegPrograms.ffmpeg().toString(),
                        "-nostdin",
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=red:s=320x180:r=30:d=1",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-movflags",
                        "+frag_keyframe+empty_moov+default_base_moof",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(ffmpeg.waitFor()).isZero();
        return file;
    }
}
