package dev.vitrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoxDumpTest {

    @TempDir
    Path directory;

    @Test
    void of_aFragmentedFile_spellsOutItsBoxes() throws Exception {
        byte[] file = Files.readAllBytes(fragmented());

        String dump = BoxDump.of(file);

        assertThat(dump)
                .contains("    tkhd flags=000003 track=1 320x180")
                .contains("      hdlr vide")
                .contains("avc1 320x180")
                .contains("mp4a channels=2 sampleRate=48000")
                .contains("traf samples=K............................. duration=15360 bytes=");
    }

    @Test
    void samples_ofAFragmentedFile_areWhatFfprobeSays() throws Exception {
        Path path = fragmented();
        List<Mp4Box> boxes = Mp4Box.parse(Files.readAllBytes(path));
        int video = Mp4Sample.trackId(boxes, "vide");

        List<Mp4Sample> samples = Mp4Sample.of(boxes, video);

        assertThat(samples).hasSize(60);
        assertThat(samples)
                .extracting(Mp4Sample::size)
                .containsExactlyElementsOf(Ffprobe.packetsOf(path).packets("video").stream()
                        .map(packet -> packet.path("size").asInt())
                        .toList());
        assertThat(samples.stream().filter(Mp4Sample::sync)).hasSize(2);
        assertThat(Mp4Sample.timescale(boxes, video)).isEqualTo(15_360);
    }

    @Test
    void of_aFileCutShort_saysWhere() throws Exception {
        byte[] file = Files.readAllBytes(fragmented());

        assertThatThrownBy(() -> BoxDump.of(Arrays.copyOf(file, 100)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("box 'moov' at 28 claims");
    }

    private Path fragmented() {
        Path whole = Encoder.file(
                directory.resolve("whole.mp4"),
                Programme.standard()
                        .gop(Duration.ofSeconds(1))
                        .lasting(Duration.ofSeconds(2))
                        .asFastAsPossible());
        Path fragmented = directory.resolve("fragmented.mp4");
        Child.succeed(
                Duration.ofMinutes(1),
                Tools.ffmpeg(),
                List.of(
                        "-nostdin",
                        "-i",
                        whole.toString(),
                        "-c",
                        "copy",
                        "-movflags",
                        "+frag_keyframe+empty_moov+default_base_moof",
                        fragmented.toString()));
        return fragmented;
    }
}
