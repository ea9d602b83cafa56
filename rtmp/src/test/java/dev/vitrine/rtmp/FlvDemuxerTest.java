package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Media as encoders send it, good and bad, and the access units that come of it. */
class FlvDemuxerTest {

    private final ScriptedEncoder encoder = ScriptedEncoder.publishing();
    private final List<String> lines = encoder.sink.lines;

    @AfterEach
    void nothingLeaks() {
        encoder.close();
    }

    private List<String> oddities() {
        return encoder.observed.stream()
                .filter(line -> line.matches("[A-Z_]+ .*"))
                .toList();
    }

    @Test
    void aPlainProgramme_flowsWithItsDtsAndSignedCompositionTimes() {
        encoder.headers(0)
                .video(0, Flv.key(80))
                .audio(0, Flv.sound())
                .audio(21, Flv.sound())
                .video(40, Flv.inter(160))
                .video(80, Flv.inter(0))
                .video(120, Flv.inter(-40));
        assertThat(lines)
                .containsExactly(
                        "tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz",
                        "video dts 0 pts 7200 key",
                        "video dts 3600 pts 18000",
                        "video dts 7200",
                        "video dts 10800 pts 7200");
    }

    @Test
    void negativeCompositionTimeOfTheFirstPicture_isCarried() {
        encoder.headers(0).video(0, Flv.key(-20)).audio(5, Flv.sound()).video(40, Flv.inter(0));
        assertThat(lines)
                .containsExactly(
                        "tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz",
                        "video dts 0 pts -1800 key",
                        "audio dts 240",
                        "video dts 3600");
    }

    @Test
    void beforeTheFirstIdr_nothingIsWrittenAndTheOffsetIsKept() {
        encoder.headers(1_000)
                .audio(1_000, Flv.sound())
                .video(1_000, Flv.inter(0))
                .audio(1_064, Flv.sound())
                .audio(1_085, Flv.sound())
                .video(1_080, Flv.key(0))
                .audio(1_106, Flv.sound());
        assertThat(lines)
                .containsExactly(
                        "tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz",
                        "video dts 0 key",
                        "audio dts 240",
                        "audio dts 1264");
        assertThat(oddities()).containsExactly("UNDECODABLE_DROPPED 1: video before the first keyframe");
    }

    @Test
    void aFrameThatOnlyClaimsToBeAKeyFrame_isNotOne() {
        encoder.headers(0)
                .video(0, Flv.body(0x17, 1, 0, Flv.nal(Flv.SLICE, 10)))
                .video(40, Flv.body(0x27, 1, 0, Flv.nal(Flv.IDR, 10)));
        assertThat(lines).containsExactly("tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz", "video dts 0 key");
    }

    @Test
    void startTimeOfHours_isRebased() {
        encoder.headers(36_000_000).video(36_000_000, Flv.key(0)).audio(36_000_010, Flv.sound());
        assertThat(lines).endsWith("video dts 0 key", "audio dts 480");
    }

    @Test
    void identicalSequenceHeaders_areIgnored_changedOnesAreAnnouncedOnce() {
        encoder.headers(0).video(0, Flv.key(0)).headers(40).video(40, Flv.inter(0));
        assertThat(encoder.sink.announced).hasSize(1);
        encoder.video(80, Flv.avc(Flv.AVC_1080)).video(80, Flv.inter(0)).video(120, Flv.key(0));
        assertThat(lines)
                .endsWith("video dts 3600", "tracks avc1.640028 1920x1080 + mp4a.40.2 48000 Hz", "video dts 10800 key");
        encoder.audio(120, Flv.aac(Flv.AAC_44K_MONO)).audio(121, Flv.sound());
        assertThat(lines).endsWith("tracks avc1.640028 1920x1080 + mp4a.40.2 44100 Hz", "audio dts 5336");
    }

    @Test
    void videoAlone_isAnnouncedAfterHalfASecondOfStreamTime() {
        encoder.data(0, "@setDataFrame", "onMetaData", Map.of("audiocodecid", 10.0, "videocodecid", 7.0));
        encoder.video(0, Flv.avc(Flv.AVC_320));
        for (int ms = 0; ms < 520; ms += 40) {
            encoder.video(ms, ms == 0 ? Flv.key(0) : Flv.inter(0));
            assertThat(lines.isEmpty()).as("at %s ms", ms).isEqualTo(ms < 500);
        }
        encoder.video(520, Flv.inter(0));
        assertThat(lines).startsWith("tracks avc1.42c00c 320x180", "video dts 0 key", "video dts 3600");
        assertThat(encoder.sink.units).hasSize(14);
    }

    @Test
    void audioAlone_isAnnouncedAfterASecondByTheClock() {
        encoder.audio(0, Flv.aac(Flv.AAC_48K)).audio(0, Flv.sound());
        assertThat(lines).isEmpty();
        encoder.channel.advanceTimeBy(1, TimeUnit.SECONDS);
        encoder.audio(21, Flv.sound());
        assertThat(lines).containsExactly("tracks mp4a.40.2 48000 Hz", "audio dts 0", "audio dts 1024");
    }

    @Test
    void aTrackThatComesLate_isAnnouncedLate() {
        encoder.audio(5_000, Flv.aac(Flv.AAC_48K)).audio(5_000, Flv.sound()).audio(5_512, Flv.sound());
        encoder.video(8_000, Flv.avc(Flv.AVC_320)).video(8_000, Flv.inter(0)).video(8_040, Flv.key(0));
        assertThat(lines)
                .containsExactly(
                        "tracks mp4a.40.2 48000 Hz",
                        "audio dts 0",
                        "audio dts 24576",
                        "tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz",
                        "video dts 273600 key");
    }

    @Test
    void aacWithoutItsConfiguration_startsVideoOnly_andJoinsWhenItComes() {
        encoder.video(0, Flv.avc(Flv.AVC_320)).audio(0, Chunks.hex("af00")).audio(0, Flv.sound());
        for (int ms = 0; ms <= 520; ms += 40) {
            encoder.video(ms, ms == 0 ? Flv.key(0) : Flv.inter(0));
        }
        assertThat(lines.get(0)).isEqualTo("tracks avc1.42c00c 320x180");
        encoder.audio(530, Flv.aac(Flv.AAC_48K)).audio(530, Flv.sound());
        assertThat(lines).endsWith("tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz", "audio dts 25440");
    }

    @Test
    void audioRoundedToMilliseconds_isLaidEndToEndAgain() {
        encoder.audio(0, Flv.aac(Flv.AAC_44K_MONO));
        for (int i = 0; i < 2_000; i++) {
            encoder.audio(i * 1024L * 1000 / 44_100, Flv.sound());
        }
        List<AccessUnit> units = encoder.sink.of(Lane.AUDIO_TRACK);
        assertThat(units).hasSize(2_000);
        for (int i = 0; i < units.size(); i++) {
            assertThat(units.get(i).dts()).isEqualTo(i * 1024L);
        }
    }

    @Test
    void audioWithAGap_isReAnchoredOnTheCarriedTime() {
        encoder.audio(0, Flv.aac(Flv.AAC_48K))
                .audio(0, Flv.sound())
                .audio(21, Flv.sound())
                .audio(600, Flv.sound());
        assertThat(lines).endsWith("audio dts 1024", "audio dts 28800");
    }

    @Test
    void audioClockThatDrifts_staysWithinTwoMillisecondsOfWhatIsCarried() {
        encoder.audio(0, Flv.aac(Flv.AAC_48K));
        for (int i = 0; i < 3_000; i++) {
            long carried = Math.round(i * 1_024_000L / 48_000.0 * 1.0005);
            encoder.audio(carried, Flv.sound());
            if (i > 30) {
                AccessUnit unit = encoder.sink.units.get(encoder.sink.units.size() - 1);
                assertThat(Math.abs(unit.dts() - carried * 48)).as("unit %s", i).isLessThanOrEqualTo(96);
            }
        }
    }

    @Test
    void timeThatStandsStillOrStepsBackALittle_isClampedAndCounted() {
        encoder.headers(0)
                .video(0, Flv.key(0))
                .video(40, Flv.inter(0))
                .video(40, Flv.inter(40))
                .video(20, Flv.inter(0))
                .video(80, Flv.inter(0));
        assertThat(lines).endsWith("video dts 3600", "video dts 3601 pts 7200", "video dts 3602", "video dts 7200");
        assertThat(oddities()).hasSize(2).allMatch(line -> line.startsWith("TIME_CLAMPED"));
    }

    @Test
    void jumps_backOrFarAhead_continueOneFrameLaterForBothTracks() {
        encoder.headers(50_000);
        for (int ms = 50_000; ms < 50_400; ms += 40) {
            encoder.video(ms, ms == 50_000 ? Flv.key(0) : Flv.inter(0)).audio(ms, Flv.sound());
        }
        encoder.video(0, Flv.key(0));
        encoder.audio(50_400, Flv.sound()); // still on the old time line
        encoder.audio(40, Flv.sound()).video(40, Flv.inter(0));
        encoder.video(3_600_000, Flv.key(0)).audio(3_600_000, Flv.sound());
        assertThat(lines.subList(lines.size() - 6, lines.size()))
                .containsExactly(
                        "video dts " + 400 * 90 + " key",
                        "audio dts " + 400 * 48,
                        "audio dts " + 440 * 48,
                        "video dts " + 440 * 90,
                        "video dts " + 480 * 90 + " key",
                        "audio dts " + 480 * 48);
        assertThat(oddities())
                .containsExactly(
                        "NEW_TIMELINE 1: from 50360 ms to 0 ms; continued at 400 ms",
                        "NEW_TIMELINE 2: from 40 ms to 3600000 ms; continued at 480 ms");
    }

    @Test
    void timestampWraps_of32And31And24Bits_goForward() {
        for (long wrap : new long[] {1L << 32, 1L << 31, 1L << 24}) {
            try (ScriptedEncoder other = ScriptedEncoder.publishing()) {
                long start = wrap - 100;
                other.headers(start);
                for (int i = 0; i < 10; i++) {
                    other.video((start + i * 40L) % wrap, i == 0 ? Flv.key(0) : Flv.inter(0));
                }
                List<Long> dts = other.sink.units.stream().map(AccessUnit::dts).toList();
                List<Long> expected = new ArrayList<>();
                for (long i = 0; i < 10; i++) {
                    expected.add(i * 3_600);
                }
                assertThat(dts).as("wrap at %s ms", wrap).isEqualTo(expected);
            }
        }
    }

    @Test
    void wordsBetweenThePictures_keepTheirMessagesTime() {
        encoder.headers(1_000).video(1_000, Flv.key(0));
        encoder.data(1_040, "onTextData", Map.of("text", "pin TS-01", "n", 3.0));
        encoder.data(1_060, "onCuePoint", Map.of("name", "cue", "parameters", Map.of("sku", "TS-01")));
        encoder.data(1_080, "onFI", Map.of("sd", "23-11-2026"));
        encoder.data(1_100, "shop", "pin", 7.0);
        encoder.data(1_100, "@setDataFrame", "onMetaData", Map.of("width", 1.0));
        encoder.data(1_100, "onMetaData", Map.of("width", 1.0));
        assertThat(lines.subList(2, lines.size()))
                .containsExactly(
                        "message 40 onTextData {n=3.0, text=pin TS-01}",
                        "message 60 onCuePoint {name=cue, parameters={sku=TS-01}}",
                        "message 80 onFI {sd=23-11-2026}",
                        "message 100 shop {1=pin, 2=7.0}");
    }

    @Test
    void rateInTheMetadata_isToldWhereItCanBe() {
        encoder.data(0, "@setDataFrame", "onMetaData", Map.of("videodatarate", 2_500.0, "audiodatarate", 160.0));
        encoder.data(0, "onMetaData", Map.of("videodatarate", 292.96875));
        assertThat(encoder.sink.declared).containsExactly(2_660_000L, 292_969L);

        encoder.data(0, "onMetaData", Map.of("videodatarate", 0.0, "audiodatarate", 0.0));
        encoder.data(0, "onMetaData", Map.of("videodatarate", Double.NaN));
        encoder.data(0, "onMetaData", Map.of("videodatarate", Double.POSITIVE_INFINITY));
        encoder.data(0, "onMetaData", Map.of("videodatarate", -2_500.0));
        encoder.data(0, "onMetaData", Map.of("videodatarate", "2500"));
        encoder.data(0, "onCuePoint", Map.of("videodatarate", 2_500.0));
        encoder.data(0, "onMetaData");
        assertThat(encoder.sink.declared).hasSize(2);
    }

    @Test
    void unsupportedCodec_losesItsTrackOnly() {
        encoder.video(0, Chunks.hex("22 00 00 00 00")).audio(0, Flv.aac(Flv.AAC_48K));
        encoder.audio(0, Flv.sound()).audio(600, Flv.sound());
        assertThat(lines.get(0)).isEqualTo("tracks mp4a.40.2 48000 Hz");
        assertThat(oddities())
                .containsExactly("CODEC_UNSUPPORTED 1: video codec Sorenson H.263; set the encoder to H.264");
    }

    @Test
    void shortNalUnitLengths_becomeFourBytes() {
        byte[] twoByteLengths = Flv.AVC_320.clone();
        twoByteLengths[4] = (byte) 0xfd;
        encoder.video(0, Flv.avc(twoByteLengths)).audio(0, Flv.aac(Flv.AAC_48K));
        encoder.video(0, Flv.body(0x17, 1, 0, Chunks.hex("0002 06aa 0003 65bbcc")));
        assertThat(encoder.sink.units.get(0).payload()).isEqualTo(Chunks.hex("00000002 06aa 00000003 65bbcc"));
        assertThat(encoder.sink.announced.get(0).get(0).format().configuration().at(4))
                .isEqualTo(0xff);
    }

    @Test
    void nalUnitLongerThanItsMessage_endsTheConnectionSayingWhere() {
        encoder.headers(0).video(77, Flv.body(0x17, 1, 0, Chunks.hex("000000ff 65")));
        assertThat(encoder.sink.ended).isEqualTo("video message at 77 ms: NAL unit of 255 bytes where 1 are left");
    }

    @Test
    void parameterSetsAlone_areNoPicture() {
        encoder.headers(0).video(0, Flv.body(0x17, 1, 0, Flv.nal(6, 9))).video(0, Flv.key(0));
        assertThat(encoder.sink.units).hasSize(1);
        assertThat(oddities()).isEmpty();
    }

    @Test
    void mediaOnAnotherStream_isIgnored_metadataOnStream0_isNot() {
        encoder.headers(0).video(0, Flv.key(0));
        encoder.sends(new Chunks().message(6, 9, 5, 40, Flv.inter(0)));
        encoder.sends(new Chunks().message(5, 18, 0, 40, Chunks.amf("onTextData", Map.of("text", "x"))));
        assertThat(lines.subList(2, lines.size())).containsExactly("message 40 onTextData {text=x}");
        assertThat(oddities()).containsExactly("WRONG_STREAM 1: media on message stream 5");
    }

    @Test
    void aggregateMessage_isSplitAndItsTimesRebased() {
        encoder.headers(0).video(0, Flv.key(0));
        byte[] inter = Flv.inter(0);
        Chunks parts = new Chunks();
        for (int time = 7_000; time <= 7_040; time += 40) {
            parts.bytes(9)
                    .medium(inter.length)
                    .medium(time)
                    .bytes(0, 0, 0, 0)
                    .bytes(inter)
                    .int32(inter.length + 11);
        }
        encoder.sends(new Chunks().message(6, 22, 1, 40, parts.toArray()));
        assertThat(lines).endsWith("video dts 0 key", "video dts 3600", "video dts 7200");
    }

    @Test
    void samplesPerAccessUnit_ofHeAac_countAtTheOutputRate() {
        encoder.audio(0, Flv.aac(Chunks.hex("2b118800"))).audio(0, Flv.sound()).audio(600, Flv.sound());
        AudioFormat format = encoder.sink.announced.get(0).get(0).audio().orElseThrow();
        assertThat(format.codecs()).isEqualTo("mp4a.40.5");
        assertThat(format.sampleRate()).isEqualTo(48_000);
        assertThat(format.samplesPerAccessUnit()).isEqualTo(2_048);
    }
}
