package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.media.PublishGate.Cause;
import dev.vitrine.media.PublishGate.Refused;
import dev.vitrine.rtmp.amf.AmfNothing;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The ladder between encoder and server, rung by rung. */
class RtmpSessionTest {

    private static final Object NULL = AmfNothing.NULL;

    @Test
    void obsAndFfmpegOrder_isAnsweredCallByCall() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect();
            assertThat(encoder.heard())
                    .containsExactly(
                            "window 2500000",
                            "bandwidth 2500000 limit 2",
                            "_result 1 {fmsVer=FMS/3,5,7,7009, capabilities=31.0} NetConnection.Connect.Success",
                            "onBWDone 0 null");

            encoder.sends(new Chunks().command(0, "releaseStream", 2.0, NULL, ScriptedEncoder.KEY));
            assertThat(encoder.heard()).containsExactly("_result 2 null null");
            encoder.sends(new Chunks().command(0, "FCPublish", 3.0, NULL, ScriptedEncoder.KEY));
            assertThat(encoder.heard())
                    .containsExactly("_result 3 null null", "onFCPublish 3 null NetStream.Publish.Start");
            encoder.sends(new Chunks().command(0, "createStream", 4.0, NULL));
            assertThat(encoder.heard()).containsExactly("_result 4 null 1.0");
            encoder.sends(new Chunks().command(0, "_checkbw", 5.0, NULL));
            assertThat(encoder.heard()).containsExactly("_result 5 null null");
            encoder.sends(new Chunks().command(0, "getStreamLength", 6.0, NULL, ScriptedEncoder.KEY));
            assertThat(encoder.heard()).containsExactly("_result 6 null 0.0");
            encoder.sends(new Chunks().command(1, "publish", 7.0, NULL, ScriptedEncoder.KEY, "record"));
            assertThat(encoder.heard()).containsExactly("event 0 1", "onStatus 0 on 1 null NetStream.Publish.Start");

            assertThat(encoder.requests).hasSize(1);
            assertThat(encoder.requests.get(0).app()).isEqualTo("live");
            assertThat(encoder.requests.get(0).streamKey()).isEqualTo(ScriptedEncoder.KEY);
            assertThat(encoder.observed).containsExactly("publishing to main with FMLE/3.0(test)");
        }
    }

    @Test
    void ourChunkSize_goesOutBeforeTheConnectResult() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect();
            StringBuilder sent = new StringBuilder();
            for (ByteBuf bytes = encoder.channel.readOutbound();
                    bytes != null;
                    bytes = encoder.channel.readOutbound()) {
                sent.append(bytes.toString(StandardCharsets.ISO_8859_1));
                bytes.release();
            }
            String setChunkSize = "\2\0\0\0\0\0\4\1\0\0\0\0\0\0\20\0"; // 4096, on chunk stream 2
            assertThat(sent.indexOf(setChunkSize)).isBetween(0, sent.indexOf("_result"));
        }
    }

    @Test
    void unknownCall_getsANullResultAndAnUnknownNotification_nothing() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect().heard();
            encoder.sends(new Chunks().command(0, "setPeerInfo", 9.0, NULL));
            encoder.sends(new Chunks().command(0, "setPeerInfo", 0.0, NULL));
            assertThat(encoder.heard()).containsExactly("_result 9 null null");
        }
    }

    @Test
    void createStream_givesDistinctIds_upToABudget() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect().heard();
            for (int i = 0; i < 17; i++) {
                encoder.sends(new Chunks().command(0, "createStream", 2.0 + i, NULL));
            }
            List<String> answers = encoder.heard();
            assertThat(answers.subList(0, 3))
                    .containsExactly("_result 2 null 1.0", "_result 3 null 2.0", "_result 4 null 3.0");
            assertThat(answers.get(16)).isEqualTo("_error 18 null NetConnection.Call.Failed");
        }
    }

    @Test
    void publishOnAStreamThatWasNotCreated_isRefusedWithWords() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect().heard();
            encoder.sends(new Chunks().command(0, "publish", 2.0, NULL, ScriptedEncoder.KEY));
            assertThat(encoder.heard()).containsExactly("onStatus 0 null NetStream.Publish.BadName");
            assertThat(encoder.channel.isOpen()).isFalse();
            assertThat(encoder.requests).isEmpty();
        }
    }

    @Test
    void emptyStreamName_isRefusedWithWhatToDo() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect();
            encoder.sends(new Chunks().command(0, "createStream", 2.0, NULL)).heard();
            encoder.sends(new Chunks().command(1, "publish", 3.0, NULL, ""));
            assertThat(encoder.heard()).containsExactly("onStatus 0 on 1 null NetStream.Publish.BadName");
            assertThat(encoder.observed)
                    .contains("refused: the stream name is empty: enter the stream key in the encoder");
        }
    }

    @Test
    void publishingTypes_areAllTakenAsLive() {
        for (String type : new String[] {"live", "record", "append", ""}) {
            try (ScriptedEncoder encoder = new ScriptedEncoder()) {
                encoder.handshake().connect();
                encoder.sends(new Chunks().command(0, "createStream", 2.0, NULL))
                        .heard();
                encoder.sends(new Chunks().command(1, "publish", 3.0, NULL, ScriptedEncoder.KEY, type));
                assertThat(encoder.heard()).as(type).contains("onStatus 0 on 1 null NetStream.Publish.Start");
            }
        }
    }

    @Test
    void aCommandOfAnyLength_isWhole_of255BytesToo() {
        for (int length : new int[] {127, 128, 129, 255, 256, 257}) {
            int bare = Chunks.amf("connect", 1.0, Map.of("app", "live", "flashVer", "")).length;
            String padding = "v".repeat(length - bare);
            byte[] body = Chunks.amf("connect", 1.0, Map.of("app", "live", "flashVer", padding));
            assertThat(body).hasSize(length);
            try (ScriptedEncoder encoder = new ScriptedEncoder()) {
                encoder.handshake().sends(new Chunks().message(3, 20, 0, 0, body));
                assertThat(encoder.heard()).as("%s bytes", length).hasSizeGreaterThan(2);
            }
        }
    }

    @Test
    void refusedByTheGate_isToldWhyThenClosed() {
        refusal(Cause.UNAUTHORISED, "onStatus 0 on 1 null NetStream.Publish.Denied");
        refusal(Cause.BUSY, "onStatus 0 on 1 null NetStream.Publish.BadName");
        refusal(Cause.UNAVAILABLE, "onStatus 0 on 1 null NetStream.Publish.Denied");
    }

    private static void refusal(Cause cause, String status) {
        try (ScriptedEncoder encoder = new ScriptedEncoder(RtmpLimits.defaults(), "live")) {
            encoder.handshake().connect();
            encoder.sends(new Chunks().command(0, "createStream", 2.0, NULL)).heard();
            encoder.sends(new Chunks()
                    .command(1, "publish", 3.0, NULL, ScriptedEncoder.KEY)
                    .message(6, 9, 1, 0, Flv.key(0)));
            encoder.decision.complete(new Refused(cause, "no such channel"));
            encoder.channel.runPendingTasks();
            assertThat(encoder.heard()).containsExactly(status);
            assertThat(encoder.channel.isOpen()).isFalse();
            assertThat(encoder.observed).contains("refused: no such channel");
        }
    }

    @Test
    void whileTheGateThinks_theSocketIsNotReadAndNothingIsLost() {
        try (ScriptedEncoder encoder = new ScriptedEncoder(RtmpLimits.defaults(), "live")) {
            encoder.handshake().connect();
            encoder.sends(new Chunks().command(0, "createStream", 2.0, NULL));
            // One segment: publish and the first media behind it.
            encoder.sends(new Chunks()
                    .command(1, "publish", 3.0, NULL, ScriptedEncoder.KEY)
                    .message(6, 9, 1, 0, Flv.avc(Flv.AVC_320))
                    .message(4, 8, 1, 0, Flv.aac(Flv.AAC_48K))
                    .message(6, 9, 1, 0, Flv.key(0)));
            assertThat(encoder.channel.config().isAutoRead()).isFalse();
            assertThat(encoder.sink.lines).isEmpty();

            encoder.decision.complete(new Admitted("main", encoder.sink));
            encoder.channel.runPendingTasks();
            assertThat(encoder.channel.config().isAutoRead()).isTrue();
            assertThat(encoder.sink.lines)
                    .containsExactly("tracks avc1.42c00c 320x180 + mp4a.40.2 48000 Hz", "video dts 0 key");
        }
    }

    @Test
    void leavingBeforeTheGateHasDecided_endsTheSinkAndLeaksNothing() {
        ScriptedEncoder encoder = new ScriptedEncoder(RtmpLimits.defaults(), "live");
        encoder.handshake().connect();
        encoder.sends(new Chunks().command(0, "createStream", 2.0, NULL));
        encoder.sends(new Chunks()
                .command(1, "publish", 3.0, NULL, ScriptedEncoder.KEY)
                .message(6, 9, 1, 0, Flv.key(0)));
        encoder.channel.close().syncUninterruptibly();
        encoder.decision.complete(new Admitted("main", encoder.sink));
        encoder.channel.runPendingTasks();
        assertThat(encoder.sink.lines).containsExactly("end: the encoder left before it was admitted");
        encoder.close();
    }

    @Test
    void everyWayToStop_endsThePublicationAndAllowsTheNext() {
        List<Chunks> ways = List.of(
                new Chunks().command(0, "FCUnpublish", 8.0, NULL, ScriptedEncoder.KEY),
                new Chunks().command(1, "closeStream", 0.0, NULL),
                new Chunks().command(0, "deleteStream", 0.0, NULL, 1.0));
        for (Chunks way : ways) {
            try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
                encoder.sends(way);
                assertThat(encoder.sink.ended).isEqualTo("the encoder stopped the stream");
                assertThat(encoder.heard()).contains("onStatus 0 on 1 null NetStream.Unpublish.Success");

                encoder.sends(new Chunks().command(0, "createStream", 9.0, NULL));
                encoder.sends(new Chunks().command(2, "publish", 10.0, NULL, ScriptedEncoder.KEY));
                assertThat(encoder.heard())
                        .containsExactly(
                                "_result 9 null 2.0", "event 0 2", "onStatus 0 on 2 null NetStream.Publish.Start");
            }
        }
    }

    @Test
    void publishingTwiceAtOnce_leavesTheFirstAlone() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.sends(new Chunks().command(1, "publish", 5.0, NULL, "other"));
            assertThat(encoder.heard()).containsExactly("onStatus 0 on 1 null NetStream.Publish.BadName");
            assertThat(encoder.sink.ended).isEmpty();
            assertThat(encoder.channel.isOpen()).isTrue();
        }
    }

    @Test
    void wrongApplication_isRefusedWithTheRightOne() {
        try (ScriptedEncoder encoder = new ScriptedEncoder(RtmpLimits.defaults(), "studio")) {
            encoder.handshake().connect();
            assertThat(encoder.heard()).containsExactly("_error 1 null NetConnection.Connect.InvalidApp");
            assertThat(encoder.channel.isOpen()).isFalse();
        }
    }

    @Test
    void aPlayer_isSentAway() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect().heard();
            encoder.sends(new Chunks().command(0, "play", 4.0, NULL, "main"));
            assertThat(encoder.heard()).containsExactly("onStatus 0 null NetStream.Play.Failed");
            assertThat(encoder.channel.isOpen()).isFalse();
        }
    }

    @Test
    void commandBeforeConnect_endsTheConnectionWithOneLine() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake();
            encoder.sends(new Chunks().command(0, "publish", 1.0, NULL, ScriptedEncoder.KEY));
            assertThat(encoder.observed).containsExactly("closed: command 'publish' came before connect");
        }
    }

    @Test
    void ping_isAnsweredWithItsOwnNumber() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.sends(new Chunks().message(2, 4, 0, 0, Chunks.hex("0006 00001234")));
            assertThat(encoder.heard()).containsExactly("event 7 " + 0x1234);
        }
    }

    @Test
    void unknownEventsAndMessagesAndEmptyMedia_areCountedNotPunished() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.sends(new Chunks()
                    .message(2, 4, 0, 0, Chunks.hex("0022 00001234"))
                    .message(2, 4, 0, 0, Chunks.hex("00"))
                    .message(7, 99, 1, 0, Chunks.hex("0102"))
                    .message(6, 9, 1, 0, new byte[0])
                    .message(4, 8, 1, 0, new byte[0])
                    .message(5, 18, 1, 0, Chunks.hex("0011aabb")));
            assertThat(encoder.channel.isOpen()).isTrue();
            assertThat(encoder.observed.subList(1, encoder.observed.size()))
                    .hasSize(6)
                    .contains("UNKNOWN_MESSAGE 1: user control event 34", "UNKNOWN_MESSAGE 2: message type 99");
        }
    }

    @Test
    void amf3Command_withAmf0Inside_isUnderstoodAndAProperOne_isAnsweredWithAnError() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake().connect().heard();
            byte[] amf0 = Chunks.amf("createStream", 2.0, NULL);
            byte[] switched = new byte[amf0.length + 1];
            System.arraycopy(amf0, 0, switched, 1, amf0.length);
            encoder.sends(new Chunks().message(3, 17, 0, 0, switched));
            encoder.sends(new Chunks().message(3, 17, 0, 0, Chunks.hex("11 06 0b 68656c6c6f")));
            assertThat(encoder.heard())
                    .containsExactly("_result 2 null 1.0", "_error 0 null NetConnection.Call.Failed");
        }
    }

    @Test
    void acknowledgements_comeEveryHalfWindow_andWrapAtFourGigabytes() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.sends(new Chunks().message(2, 5, 0, 0, Chunks.hex("00002000")))
                    .heard();
            encoder.sends(new Chunks().message(9, 99, 0, 0, new byte[4_096])).heard();
            encoder.sends(new Chunks().message(9, 99, 0, 0, new byte[4_096]));
            assertThat(encoder.heard()).singleElement().asString().startsWith("acknowledged ");

            RtmpConnection connection = (RtmpConnection) encoder.requests.get(0).connection();
            connection.read(Integer.MAX_VALUE);
            connection.read(Integer.MAX_VALUE);
            encoder.sends(new Chunks().message(9, 99, 0, 0, new byte[4_096]));
            assertThat(encoder.heard()).containsExactly("acknowledged " + (connection.bytesReceived() - (1L << 32)));
        }
    }

    @Test
    void backpressureFromAnyThread_stopsReadingWithoutCountingAsIdle() throws Exception {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            Thread elsewhere =
                    new Thread(() -> encoder.requests.get(0).connection().reading(false));
            elsewhere.start();
            elsewhere.join();
            encoder.channel.runPendingTasks();
            assertThat(encoder.channel.config().isAutoRead()).isFalse();

            encoder.channel.advanceTimeBy(10, TimeUnit.MINUTES);
            encoder.channel.runScheduledPendingTasks();
            assertThat(encoder.channel.isOpen()).isTrue();

            encoder.requests.get(0).connection().reading(true);
            encoder.channel.runPendingTasks();
            assertThat(encoder.channel.config().isAutoRead()).isTrue();
            encoder.channel.advanceTimeBy(61, TimeUnit.SECONDS);
            encoder.channel.runScheduledPendingTasks();
            assertThat(encoder.sink.ended).isEqualTo("nothing came for 30.0 s");
        }
    }

    @Test
    void tooSlow_atEachStage_isEnded() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.sends(new byte[] {3});
            encoder.channel.advanceTimeBy(5_001, TimeUnit.MILLISECONDS);
            encoder.channel.runScheduledPendingTasks();
            assertThat(encoder.observed)
                    .containsExactly("budget HANDSHAKE_TIME", "closed: handshake not finished within PT5S");
        }
        RtmpLimits patient = RtmpLimits.defaults()
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(30));
        try (ScriptedEncoder encoder = new ScriptedEncoder(patient, "live")) {
            encoder.handshake().connect();
            encoder.channel.advanceTimeBy(20_001, TimeUnit.MILLISECONDS);
            encoder.channel.runScheduledPendingTasks();
            assertThat(encoder.observed).containsExactly("budget PUBLISH_TIME", "closed: not publishing within PT20S");
        }
    }

    @Test
    void closedByTheServer_tellsTheEncoderAndTheSink() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.requests.get(0).connection().close("the key was changed");
            encoder.requests.get(0).connection().close("again");
            encoder.channel.runPendingTasks();
            assertThat(encoder.heard()).containsExactly("onStatus 0 on 1 null NetConnection.Connect.Closed");
            assertThat(encoder.sink.ended).isEqualTo("the key was changed");
            assertThat(encoder.observed).contains("closed: the key was changed");
        }
    }

    @Test
    void lostConnection_endsTheSink() {
        ScriptedEncoder encoder = ScriptedEncoder.publishing();
        encoder.channel.close().syncUninterruptibly();
        assertThat(encoder.sink.ended).isEqualTo("the encoder's connection was lost");
        encoder.close();
    }

    @Test
    void garbageInAConfiguration_endsTheConnectionSayingWhatAndWhere() {
        try (ScriptedEncoder encoder = ScriptedEncoder.publishing()) {
            encoder.video(1_234, Flv.avc(Chunks.hex("09ffffffffffffffff")));
            assertThat(encoder.sink.ended)
                    .isEqualTo("video message at 1234 ms: AVC configuration has version 9, not 1");
        }
    }

    @Test
    void connect_takesWhateverObjectsEncodersPutIn() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.handshake();
            encoder.sends(new Chunks()
                    .command(
                            0,
                            "connect",
                            1.0,
                            Map.of(
                                    "app",
                                    "live/",
                                    "fourCcList",
                                    List.of("av01", "hvc1"),
                                    "nested",
                                    Map.of("a", NULL, "b", AmfNothing.UNDEFINED),
                                    "when",
                                    Instant.EPOCH)));
            assertThat(encoder.heard()).hasSize(4);
        }
    }
}
