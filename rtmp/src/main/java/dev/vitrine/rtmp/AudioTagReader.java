package dev.vitrine.rtmp;

import dev.vitrine.media.AudioFormat;
import dev.vitrine.rtmp.codec.AudioConfigurations;
import dev.vitrine.rtmp.codec.AudioSpecificConfig;
import dev.vitrine.rtmp.codec.FormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the body of an audio message (FLV AUDIODATA, Adobe Flash Video File Format 10.1 Annex E.4.2; Enhanced RTMP v2
 * "Enhanced Audio").
 *
 * <pre>
 *   format 4 | rate 2 | size 1 | type 1 | [AAC: packet type 8 | AudioSpecificConfig or raw frame]
 *   9 4      | packet type 4            | {@link EnhancedHeader} | configuration or frame
 * </pre>
 *
 * Rate, size and type are fixed for AAC and mean nothing; the AudioSpecificConfig says it.
 */
final class AudioTagReader {

    private static final int ENHANCED = 9;
    private static final int AAC = 10;
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final String AAC_FOURCC = "mp4a";
    private static final String AC3_FOURCC = "ac-3";

    private static final Map<String, Function<byte[], AudioFormat>> CONFIGURATIONS = Map.of(
            AAC_FOURCC,
            AudioSpecificConfig::read,
            "Opus",
            AudioConfigurations::opus,
            "fLaC",
            AudioConfigurations::flac);

    /** The codec whose configuration came last; empty before the first. */
    private String configured = "";

    /**
     * Reads one message.
     *
     * @param body at least one byte; is consumed
     */
    List<FlvTag> read(ByteBuf body) {
        int first = body.readUnsignedByte();
        int format = first >> 4;
        if (format == ENHANCED) {
            return readEnhanced(first & 0x0f, body);
        }
        if (format != AAC) {
            return unusable(Oddity.CODEC_UNSUPPORTED, "audio codec " + format + " of FLV; set the encoder to AAC");
        }
        if (body.readableBytes() < 2) {
            // "AF 00" alone comes from ffmpeg when it copies AAC; the configuration follows in a message of its own.
            return List.of();
        }
        return read(AAC_FOURCC, body.readUnsignedByte(), 0, body);
    }

    private List<FlvTag> readEnhanced(int firstType, ByteBuf message) {
        EnhancedHeader header;
        try {
            header = EnhancedHeader.read(message, firstType, EnhancedHeader.AUDIO_MULTITRACK);
        } catch (FormatException e) {
            return unusable(Oddity.UNREADABLE_MESSAGE, String.valueOf(e.getMessage()));
        }
        ByteBuf body = header.body();
        if (body == null) {
            return List.of();
        }
        String fourCc = header.fourCc();
        if (!CONFIGURATIONS.containsKey(fourCc) && !fourCc.equals(AC3_FOURCC)) {
            return unusable(Oddity.CODEC_UNSUPPORTED, "audio codec '" + VideoTagReader.printable(fourCc) + "'");
        }
        return read(fourCc, header.packetType(), header.extraNanos(), body);
    }

    private List<FlvTag> read(String fourCc, int packetType, int nanos, ByteBuf body) {
        if (!body.isReadable()) {
            return List.of();
        }
        return switch (packetType) {
            case SEQUENCE_START -> configuration(fourCc, ByteBufUtil.getBytes(body));
            case CODED_FRAMES -> frame(fourCc, nanos, ByteBufUtil.getBytes(body));
            default -> List.of(); // end of sequence, channel layout
        };
    }

    private List<FlvTag> configuration(String fourCc, byte[] configuration) {
        Function<byte[], AudioFormat> reader = CONFIGURATIONS.get(fourCc);
        if (reader == null) {
            return List.of(); // AC-3 says all in its frames.
        }
        AudioFormat format = reader.apply(configuration);
        configured = fourCc;
        return List.of(new FlvTag.Configuration(format));
    }

    private List<FlvTag> frame(String fourCc, int nanos, byte[] payload) {
        FlvTag frame = new FlvTag.Frame(0, nanos, true, payload);
        if (fourCc.equals(AC3_FOURCC)) {
            configured = fourCc;
            return List.of(new FlvTag.Configuration(AudioConfigurations.ac3(payload)), frame);
        }
        return configured.equals(fourCc)
                ? List.of(frame)
                : unusable(Oddity.UNDECODABLE_DROPPED, "audio before its sequence header");
    }

    private static List<FlvTag> unusable(Oddity oddity, String detail) {
        return List.of(new FlvTag.Unusable(oddity, detail));
    }
}
