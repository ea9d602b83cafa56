package dev.vitrine.hls.cmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Orientation;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.TrackFormat;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Boxes")
final class CmafTest {

    private static final Track VIDEO = new Track(
            1,
            Timescale.VIDEO,
            new VideoFormat(
                    VideoCodec.H264, "avc1.64001f", Bytes.ofHex("0164001f"), 720, 576, new VideoFormat.Ratio(16, 15)));
    private static final Track AUDIO = new Track(
            2,
            new Timescale(48_000),
            new AudioFormat(AudioCodec.AAC, "mp4a.40.2", Bytes.ofHex("1190"), 48_000, 2, 1024));

    /** Each corner of the picture comes to where it belongs, and none leaves the screen. */
    @ParameterizedTest
    @CsvSource({
        // where the upper left and the upper right corner go: l or r, u or d
        "false, 0, lu, ru",
        "false, 1, ru, rd",
        "false, 2, rd, ld",
        "false, 3, ld, lu",
        "true,  0, ru, lu",
        "true,  1, rd, ru",
        "true,  2, ld, rd",
        "true,  3, lu, ld",
    })
    void displayMatrix_turnsThePicture(boolean mirrored, int quarterTurns, String upperLeft, String upperRight) {
        VideoFormat video = VIDEO.video().orElseThrow().oriented(new Orientation(mirrored, quarterTurns));

        DisplayMatrix matrix = DisplayMatrix.of(video);

        assertThat(corner(matrix, 0, 0, video)).isEqualTo(upperLeft);
        assertThat(corner(matrix, 768, 0, video)).isEqualTo(upperRight);
        ByteBuffer tkhd = Box.in(ByteBuffer.wrap(InitSegment.of(List.of(new Track(1, Timescale.VIDEO, video)))))
                .get(1)
                .get("trak", "tkhd")
                .body();
        assertThat(DisplayMatrix.read(tkhd, 40).numbers()).containsExactly(matrix.numbers());
        assertThat(tkhd.getInt(76) >> 16).as("the width before turning").isEqualTo(768);
        assertThat(tkhd.getInt(80) >> 16).as("the height before turning").isEqualTo(576);
    }

    private static String corner(DisplayMatrix matrix, int x, int y, VideoFormat video) {
        int[] m = matrix.numbers();
        double shownX = (m[0] * (double) x + m[3] * (double) y + m[6]) / 0x10000;
        double shownY = (m[1] * (double) x + m[4] * (double) y + m[7]) / 0x10000;
        assertThat(shownX).isIn(0.0, video.shownWidth());
        assertThat(shownY).isIn(0.0, video.shownHeight());
        return (shownX == 0 ? "l" : "r") + (shownY == 0 ? "u" : "d");
    }

    @Test
    void initSegment_pictureAndSound() {
        assertThat(BoxDump.of(ByteBuffer.wrap(InitSegment.of(List.of(VIDEO, AUDIO)))))
                .isEqualTo("""
                        ftyp 24 69736f360000000069736f366d703431
                        moov 1041
                          mvhd 108 000000000000000000000000000003e8000000000001000001000000000000000000000000010000000000000000000000000000000100000000000000000000…
                          trak 448
                            tkhd 92 00000003000000000000000000000001000000000000000000000000000000000000000000000000000100000000000000000000000000000001000000000000…
                            mdia 348
                              mdhd 32 00000000000000000000000000015f900000000055c40000
                              hdlr 38 000000000000000076696465000000000000000000000000766964656f00
                              minf 270
                                vmhd 20 000000010000000000000000
                                dinf 36
                                  dref 28 00000000000000010000000c75726c2000000001
                                stbl 206
                                  stsd 130
                                    avc1 114 720x576
                                      avcC 12 0164001f
                                      pasp 16 000000100000000f
                                  stts 16 0000000000000000
                                  stsc 16 0000000000000000
                                  stsz 20 000000000000000000000000
                                  stco 16 0000000000000000
                          trak 405
                            tkhd 92 00000003000000000000000000000002000000000000000000000000000000000000000001000000000100000000000000000000000000000001000000000000…
                            mdia 305
                              mdhd 32 0000000000000000000000000000bb800000000055c40000
                              hdlr 38 0000000000000000736f756e000000000000000000000000617564696f00
                              minf 227
                                smhd 16 0000000000000000
                                dinf 36
                                  dref 28 00000000000000010000000c75726c2000000001
                                stbl 167
                                  stsd 91
                                    mp4a 75 channels 2 rate 48000
                                      esds 39 00000000031900000004114015000000000000000000000005021190060102
                                  stts 16 0000000000000000
                                  stsc 16 0000000000000000
                                  stsz 20 000000000000000000000000
                                  stco 16 0000000000000000
                          mvex 72
                            trex 32 000000000000000100000001000000000000000000000000
                            trex 32 000000000000000200000001000000000000000000000000
                        """);
    }

    @Test
    void fragment_pictureAndSound() {
        ByteBuffer fragment = FragmentWriter.write(
                7,
                0,
                List.of(
                        new TrackRun(
                                VIDEO,
                                List.of(
                                        new Sample(new AccessUnit(1, 186_000, 180_000, true, new byte[] {1, 2}), 3_000),
                                        new Sample(new AccessUnit(1, 192_000, 183_000, false, new byte[] {3}), 3_000),
                                        new Sample(new AccessUnit(1, 185_000, 186_000, false, new byte[] {4}), 2_999))),
                        new TrackRun(
                                AUDIO,
                                List.of(new Sample(new AccessUnit(2, 96_000, 96_000, true, new byte[] {5}), 1024)))));

        assertThat(BoxDump.of(fragment)).isEqualTo("""
                        moof 212
                          mfhd 16 0000000000000007
                          traf 112
                            tfhd 16 0002000000000001
                            tfdt 20 version 1 time 180000
                            trun 68 version 1 flags 000f01 data offset 220
                              3000 ticks 2 bytes flags 02000000 offset 6000
                              3000 ticks 1 bytes flags 01010000 offset 9000
                              2999 ticks 1 bytes flags 01010000 offset -1000
                          traf 76
                            tfhd 20 000200200000000202000000
                            tfdt 20 version 1 time 96000
                            trun 28 version 1 flags 000301 data offset 224
                              1024 ticks 1 bytes
                        mdat 13 0102030405
                        """);
    }

    @Test
    void compositionDelay_decodingStartsWhenTheFirstPictureIsShown_presentationStays() {
        TrackRun pictures = new TrackRun(
                VIDEO,
                List.of(
                        new Sample(new AccessUnit(1, 0, -6_000, true, new byte[] {1}), 3_000),
                        new Sample(new AccessUnit(1, 9_000, -3_000, false, new byte[] {1}), 3_000),
                        new Sample(new AccessUnit(1, 3_000, 0, false, new byte[] {1}), 3_000)));
        TrackRun sound =
                new TrackRun(AUDIO, List.of(new Sample(new AccessUnit(2, 480, 480, true, new byte[] {5}), 1024)));
        long delay = VIDEO.timescale().nanos(6_000);

        ByteBuffer fragment = FragmentWriter.write(1, delay, List.of(pictures, sound));

        assertThat(BoxDump.of(fragment))
                .contains("tfdt 20 version 1 time 0\n")
                .contains("flags 02000000 offset 0\n")
                .contains("flags 01010000 offset 6000\n")
                .contains("flags 01010000 offset -3000\n")
                .contains("tfdt 20 version 1 time 480\n");
        List<TrackRun> read =
                FragmentReader.read(fragment, List.of(VIDEO, AUDIO), delay).get(0);
        assertThat(read.get(0).samples().get(1).unit().dts()).isEqualTo(-3_000);
        assertThat(read.get(0).samples().get(1).unit().pts()).isEqualTo(9_000);
        assertThat(read.get(1).samples().get(0).unit().dts()).isEqualTo(480);
        assertThatThrownBy(() -> FragmentWriter.write(1, 0, List.of(pictures)))
                .hasMessage("decoding time -6000 of track 1 is before show time 0, with a composition delay of 0 ns");
    }

    @Test
    void otherCodecs_haveTheirOwnEntries() {
        assertThat(entry(video(VideoCodec.HEVC, "01ff"))).contains("hvc1 96 640x360", "hvcC 10 01ff");
        assertThat(entry(video(VideoCodec.AV1, "8108"))).contains("av01 96 640x360", "av1C 10 8108");
        assertThat(entry(video(VideoCodec.VP9, "0010"))).contains("vp09 100 640x360", "vpcC 14 010000000010");
        assertThat(entry(video(VideoCodec.VP9, "010000000010"))).contains("vpcC 14 010000000010");
        assertThat(entry(audio(AudioCodec.OPUS, "0002"))).contains("Opus 46 channels 2 rate 48000", "dOps 10 0002");
        assertThat(entry(audio(AudioCodec.AC3, "100c"))).contains("ac-3 46", "dac3 10 100c");
        assertThat(entry(audio(AudioCodec.EAC3, "07c0"))).contains("ec-3 46", "dec3 10 07c0");
        assertThat(entry(audio(AudioCodec.FLAC, "80000022"))).contains("fLaC 52", "dfLa 16 0000000080000022");
        assertThat(entry(audio(AudioCodec.MP3, ""))).contains("mp4a 71", "040d6b15");
    }

    private static String entry(TrackFormat format) {
        return BoxDump.of(ByteBuffer.wrap(InitSegment.of(List.of(new Track(1, Timescale.VIDEO, format)))));
    }

    private static TrackFormat video(VideoCodec codec, String configuration) {
        return new VideoFormat(codec, "x", Bytes.ofHex(configuration), 640, 360, VideoFormat.Ratio.SQUARE);
    }

    private static TrackFormat audio(AudioCodec codec, String configuration) {
        return new AudioFormat(codec, "x", Bytes.ofHex(configuration), 48_000, 2, 0);
    }
}
