package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.rtmp.RtmpMessage.Command;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codecs by their four characters, ModEx, several tracks, and what is said about it in connect. */
class EnhancedRtmpTest {

    /** Plays back the audio and video tags that an encoder once wrote. */
    private static ScriptedEncoder played(String name) throws IOException {
        ScriptedEncoder encoder = ScriptedEncoder.publishing();
        try (InputStream in = EnhancedRtmpTest.class.getResourceAsStream("/encoders/" + name + ".tags")) {
            String tags = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            tags.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(tag -> {
                        if (tag[0].equals("video")) {
                            encoder.video(Long.parseLong(tag[1]), Chunks.hex(tag[2]));
                        } else {
                            encoder.audio(Long.parseLong(tag[1]), Chunks.hex(tag[2]));
                        }
                    });
        }
        encoder.channel.close().syncUninterruptibly();
        return encoder;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "hevc-opus, hvc1.1.6.L60.90, 322, 182, opus,      48000, 1, 0",
        "av1-flac,  av01.0.00M.08,   322, 182, flac,      48000, 1, 4608",
        "vp9-ac3,   vp09.00.11.08,   322, 182, ac-3,      48000, 1, 1536",
        "h264-aac,  avc1.64000d,     322, 182, mp4a.40.2, 48000, 1, 1024",
        "h264-eac3, avc1.64000d,     322, 182, ec-3,      48000, 2, 1536",
        "h264-mp3,  avc1.64000d,     322, 182, mp4a.6B,   44100, 1, 1152",
    })
    void whatFfmpegWrites_becomesTracksAndAccessUnits(
            String name, String video, int width, int height, String audio, int rate, int channels, int samples)
            throws IOException {
        ScriptedEncoder encoder = played(name);
        encoder.close();
        List<VideoFormat> videos = encoder.sink.announced.get(encoder.sink.announced.size() - 1).stream()
                .flatMap(track -> track.video().stream())
                .toList();
        List<AudioFormat> audios = encoder.sink.announced.get(encoder.sink.announced.size() - 1).stream()
                .flatMap(track -> track.audio().stream())
                .toList();
        assertThat(videos).singleElement().satisfies(format -> {
            assertThat(format.codecs()).isEqualTo(video);
            assertThat(format.width()).isEqualTo(width);
            assertThat(format.height()).isEqualTo(height);
        });
        assertThat(audios).singleElement().satisfies(format -> {
            assertThat(format.codecs()).isEqualTo(audio);
            assertThat(format.sampleRate()).isEqualTo(rate);
            assertThat(format.channels()).isEqualTo(channels);
            assertThat(format.samplesPerAccessUnit()).isEqualTo(samples);
        });
        List<AccessUnit> pictures = encoder.sink.of(Lane.VIDEO_TRACK);
        assertThat(pictures).hasSize(7);
        assertThat(pictures.stream().filter(AccessUnit::randomAccess))
                .as("key frames at 0 and 5")
                .hasSize(2);
        assertThat(pictures.get(0).randomAccess()).isTrue();
        assertThat(encoder.observed).noneMatch(line -> line.matches("[A-Z_]+ .*"));
    }

    @Test
    void configurationBoxes_areWhatIsoBmffWants() throws IOException {
        assertThat(configuration("hevc-opus", 1).toString())
                .as("dOps")
                .isEqualTo("00010138 0000bb80 0000 00".replace(" ", ""));
        assertThat(configuration("vp9-ac3", 0).toString())
                .as("vpcC, a full box")
                .startsWith("01000000000b82");
        assertThat(configuration("vp9-ac3", 1).toString())
                .as("dac3: 48 kHz, version 8, mono, 96 kbit/s")
                .isEqualTo("1008c0");
        assertThat(configuration("h264-eac3", 1).toString())
                .as("dec3: 96 kbit/s, one substream, 48 kHz, version 16, stereo")
                .isEqualTo("0300200400");
        assertThat(configuration("av1-flac", 1).toString())
                .as("dfLa: one block, the last")
                .startsWith("0000000080000022");
        assertThat(configuration("av1-flac", 0).at(0))
                .as("av1C's marker and version")
                .isEqualTo(0x81);
    }

    private static Bytes configuration(String name, int track) throws IOException {
        ScriptedEncoder encoder = played(name);
        encoder.close();
        return encoder.sink
                .announced
                .get(encoder.sink.announced.size() - 1)
                .get(track)
                .format()
                .configuration();
    }

    private static byte[] enhanced(String head, byte[] body) {
        return new Chunks().bytes(Chunks.hex(head)).bytes(body).toArray();
    }

    @Test
    void codedFramesX_haveNoCompositionTime_andEndAndMetadataAreIgnored() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.video(0, enhanced("90 61766331", Flv.AVC_320)).audio(0, enhanced("90 6d703461", Flv.AAC_48K));
            encoder.video(0, enhanced("93 61766331", Flv.nal(Flv.IDR, 20)));
            encoder.video(40, enhanced("a1 61766331 000050", Flv.nal(Flv.SLICE, 20)));
            encoder.video(50, enhanced("94 61766331", Chunks.amf("colorInfo", Map.of())));
            encoder.video(60, enhanced("92 61766331", new byte[0]));
            encoder.audio(60, enhanced("91 6d703461", Chunks.hex("211005")));
            assertThat(encoder.sink.lines)
                    .containsExactly(
                            "tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz",
                            "video dts 0 key",
                            "video dts 3600 pts 10800",
                            "audio dts 2880");
        }
    }

    @Test
    void modEx_isSkippedOrAppliedToThePresentationTime() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.headers(0);
            // Nano offset 500,000 ns = 45 ticks, then the real packet type.
            encoder.video(0, enhanced("97 02 07a120 03 61766331", Flv.nal(Flv.IDR, 20)));
            // An unknown ModEx type of 4 bytes, then one of 300 bytes with the long size, then CodedFramesX.
            byte[] head = new Chunks()
                    .bytes(Chunks.hex("a7 03 aabbccdd 57 ff 012b"))
                    .bytes(new byte[300])
                    .bytes(Chunks.hex("53 61766331"))
                    .bytes(Flv.nal(Flv.SLICE, 20))
                    .toArray();
            encoder.video(40, head);
            assertThat(encoder.sink.lines).endsWith("video dts 0 pts 45 key", "video dts 3600");
        }
    }

    @Test
    void ofSeveralTracks_theDefaultOneIsTaken_andTheOthersAreNamedOnce() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            byte[] key = Flv.nal(Flv.IDR, 20);
            encoder.audio(0, Flv.aac(Flv.AAC_48K));
            // OneTrack, track 0.
            encoder.video(0, enhanced("96 00 61766331 00", Flv.AVC_320));
            // OneTrack, track 1: not the default.
            encoder.video(0, enhanced("96 00 61766331 01", Flv.AVC_1080));
            // ManyTracks: track 1, then track 0.
            encoder.video(
                    0,
                    new Chunks()
                            .bytes(Chunks.hex("96 13 61766331"))
                            .bytes(1)
                            .medium(3)
                            .bytes(1, 2, 3)
                            .bytes(0)
                            .medium(key.length)
                            .bytes(key)
                            .toArray());
            // ManyTracksManyCodecs: VP9 as track 1, AVC as track 0.
            encoder.video(
                    40,
                    new Chunks()
                            .bytes(Chunks.hex("a6 23"))
                            .bytes(Chunks.hex("76703039"))
                            .bytes(1)
                            .medium(2)
                            .bytes(1, 2)
                            .bytes(Chunks.hex("61766331"))
                            .bytes(0)
                            .medium(key.length)
                            .bytes(key)
                            .toArray());
            assertThat(encoder.sink.lines)
                    .containsExactly(
                            "tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz", "video dts 0 key", "video dts 3600 key");
            assertThat(encoder.sink.leftOut)
                    .containsExactly(
                            new LeftOut(true, 1, "H.264", LeftOut.Reason.NOT_THE_DEFAULT),
                            new LeftOut(true, 1, "VP9", LeftOut.Reason.NOT_THE_DEFAULT));
        }
    }

    @Test
    void nestedMultitrackTruncationAndStrangers_costTheirMessageOnly() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.headers(0).video(0, Flv.key(0));
            encoder.video(40, Chunks.hex("96 06 61766331 00"));
            encoder.video(40, Chunks.hex("97 ff"));
            encoder.video(40, Chunks.hex("91 61"));
            encoder.video(40, Chunks.hex("91 78787878 0000"));
            encoder.audio(40, Chunks.hex("91 73706578 0000"));
            encoder.video(80, Flv.inter(0));
            assertThat(encoder.sink.lines).endsWith("video dts 0 key", "video dts 7200");
            assertThat(encoder.observed.subList(1, encoder.observed.size()))
                    .containsExactly(
                            "UNREADABLE_MESSAGE 1: multitrack message nests packet type 6",
                            "UNREADABLE_MESSAGE 2: enhanced message ends where 2 bytes were due, 0 are left",
                            "UNREADABLE_MESSAGE 3: enhanced message ends where 4 bytes were due, 1 are left",
                            "CODEC_UNSUPPORTED 1: video codec 'xxxx'",
                            "CODEC_UNSUPPORTED 2: audio codec 'spex'");
        }
    }

    @Test
    void soundThatCannotBeCarried_costsItsTrackOnly_andIsNamedOnce() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.video(0, Flv.avc(Flv.AVC_320)).video(0, Flv.key(0));
            // Speex; MP3 at 11,025 Hz; xHE-AAC; E-AC-3 in two substreams: each of them twice.
            for (int i = 0; i < 2; i++) {
                encoder.audio(10, Chunks.hex("b2 00112233"));
                encoder.audio(10, Chunks.hex("2e ffe310c4 0000"));
                encoder.audio(10, Chunks.hex("af00 f949e0"));
                encoder.audio(10, Chunks.hex("91 65632d33 0b77 0002 3487 0b77 4002 3487"));
            }
            encoder.video(600, Flv.inter(0));
            assertThat(encoder.sink.lines)
                    .containsExactly("tracks avc1.42c00c 320x180", "video dts 0 key", "video dts 54000");
            assertThat(encoder.sink.leftOut)
                    .extracting(LeftOut::codec)
                    .containsExactly("Speex", "MP3", "AAC", "E-AC-3");
            assertThat(encoder.observed)
                    .contains(
                            "CODEC_UNSUPPORTED 2: MP3 below 32 kHz, or not layer III; set the encoder to AAC",
                            "CODEC_UNSUPPORTED 4: E-AC-3 of several substreams; set the encoder to 5.1 or stereo");
        }
    }

    @Test
    void connectResult_namesWhatIsSupported_toThoseWhoAsk() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake();
            encoder.sends(new Chunks()
                    .command(0, "connect", 1.0, Map.of("app", "live", "fourCcList", List.of("*"), "capsEx", 15.0)));
            Map<?, ?> information = connectInformation(encoder);
            assertThat(information.get("capsEx"))
                    .as("reconnect, ModEx, nano offset; no multitrack")
                    .isEqualTo(13.0);
            assertThat(information.get("fourCcList"))
                    .isEqualTo(List.of("avc1", "hvc1", "av01", "vp09", "mp4a", "Opus", "ac-3", "ec-3", "fLaC", ".mp3"));
            assertThat(information.get("videoFourCcInfoMap"))
                    .isEqualTo(Map.of("avc1", 4.0, "hvc1", 4.0, "av01", 4.0, "vp09", 4.0));
            assertThat(information.get("audioFourCcInfoMap"))
                    .isEqualTo(Map.of("mp4a", 4.0, "Opus", 4.0, "ac-3", 4.0, "ec-3", 4.0, "fLaC", 4.0, ".mp3", 4.0));
        }
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect();
            assertThat(connectInformation(encoder).containsKey("capsEx")).isFalse();
        }
    }

    private static Map<?, ?> connectInformation(ScriptedEncoder encoder) {
        EmbeddedChannel answers = new EmbeddedChannel(
                new ChunkDecoder(
                        RtmpLimits.defaults(),
                        new SharedBytes(1 << 28),
                        new OddityCounter(new InetSocketAddress(0), RtmpObserver.NONE)),
                new MessageDecoder(RtmpLimits.defaults().amf()));
        for (ByteBuf bytes = encoder.channel.readOutbound(); bytes != null; bytes = encoder.channel.readOutbound()) {
            answers.writeInbound(Unpooled.copiedBuffer(bytes));
            bytes.release();
        }
        Object message = answers.readInbound();
        while (!(message instanceof Command)) {
            message = answers.readInbound();
        }
        answers.finishAndReleaseAll();
        return (Map<?, ?>) ((Command) message).arguments().get(1);
    }

    @Test
    void plannedShutdown_asksThoseWhoCanToReconnect_andTakesWhatStillComes() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake();
            encoder.sends(new Chunks()
                    .command(0, "connect", 1.0, Map.of("app", "live", "capsEx", 1.0))
                    .command(0, "createStream", 2.0, Map.of())
                    .command(1, "publish", 3.0, Map.of(), ScriptedEncoder.KEY));
            encoder.heard();
            encoder.headers(0).video(0, Flv.key(0));
            encoder.channel.pipeline().fireUserEventTriggered(new RtmpConnection.CloseRequest("going down", true));
            assertThat(encoder.heard()).containsExactly("onStatus 0 null NetConnection.Connect.ReconnectRequest");
            encoder.video(40, Flv.inter(0));
            assertThat(encoder.sink.units).hasSize(2);
            encoder.channel.advanceTimeBy(1_001, TimeUnit.MILLISECONDS);
            encoder.channel.runScheduledPendingTasks();
            assertThat(encoder.heard()).containsExactly("onStatus 0 on 1 null NetConnection.Connect.Closed");
            assertThat(encoder.sink.ended).isEqualTo("going down");
        }
    }

    @Test
    void adobeAuthentication_isRefusedWithWords() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake();
            encoder.sends(new Chunks().command(0, "connect", 1.0, Map.of("app", "live?authmod=adobe&user=anna")));
            assertThat(encoder.heard()).containsExactly("_error 1 null NetConnection.Connect.Rejected");
            assertThat(encoder.observed).containsExactly("closed: it wants to log in as a user");
        }
    }
}
