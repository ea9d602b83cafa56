package dev.vitrine.rtmp;

import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.LeftOut;
import dev.vitrine.rtmp.codec.AudioConfigurations;
import dev.vitrine.rtmp.codec.AudioSpecificConfig;
import dev.vitrine.rtmp.codec.EnhancedAc3;
import dev.vitrine.rtmp.codec.FormatException;
import dev.vitrine.rtmp.codec.Mp3;
import dev.vitrine.rtmp.codec.UnsupportedFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the body of an audio message (FLV AUDIODATA, Adobe Flash Video File Format 10.1 Annex E.4.2; Enhanced RTMP v2
 * "Enhanced Audio").
 *
 * <pre>
 *   format 4 | rate 2 | size 1 | type 1 | [AAC: packet type 8 | AudioSpecificConfig or raw frame] [MP3: frame]
 *   9 4      | packet type 4            | {@link EnhancedHeader} | configuration or frame
 * </pre>
 *
 * Rate, size and type are fixed for AAC and mean nothing; the AudioSpecificConfig says it.
 */
final class AudioTagReader {

    private static final int ENHANCED = 9;
    private static final int AAC = 10;
    private static final int MP3 = 2;
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final String AAC_FOURCC = "mp4a";
    private static final String MP3_FOURCC = ".mp3";

    private static final Map<String, Function<byte[], AudioFormat>> CONFIGURATIONS = Map.of(
            AAC_FOURCC,
            AudioSpecificConfig::read,
            "Opus",
            AudioConfigurations::opus,
            "fLaC",
            AudioConfigurations::flac);

    /** Codecs that have no configuration: each frame says all. */
    private static final Map<String, Function<byte[], AudioFormat>> SELF_DESCRIBING =
            Map.of("ac-3", AudioConfigurations::ac3, "ec-3", EnhancedAc3::read, MP3_FOURCC, Mp3::read);

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
        if (format == MP3) {
            return read(MP3_FOURCC, CODED_FRAMES, 0, body);
        }
        if (format != AAC) {
            String codec = CodecNames.flvAudio(format);
            return List.of(
                    notTaken(0, codec, LeftOut.Reason.CODEC, "audio codec " + codec + "; set the encoder to AAC"));
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
        List<FlvTag> tags = new ArrayList<>();
        header.others()
                .forEach(other -> tags.add(notTaken(
                        other.id(), CodecNames.of(other.fourCc()), LeftOut.Reason.NOT_THE_DEFAULT, "another track")));
        ByteBuf body = header.body();
        if (body != null) {
            tags.addAll(readDefault(header, body));
        }
        return tags;
    }

    private List<FlvTag> readDefault(EnhancedHeader header, ByteBuf body) {
        String fourCc = header.fourCc();
        if (!CONFIGURATIONS.containsKey(fourCc) && !SELF_DESCRIBING.containsKey(fourCc)) {
            String codec = CodecNames.of(fourCc);
            return List.of(notTaken(0, codec, LeftOut.Reason.CODEC, "audio codec '" + codec + "'"));
        }
        return read(fourCc, header.packetType(), header.extraNanos(), body);
    }

    private List<FlvTag> read(String fourCc, int packetType, int nanos, ByteBuf body) {
        if (!body.isReadable()) {
            return List.of();
        }
        try {
            return switch (packetType) {
                case SEQUENCE_START -> configuration(fourCc, ByteBufUtil.getBytes(body));
                case CODED_FRAMES -> frame(fourCc, nanos, ByteBufUtil.getBytes(body));
                default -> List.of(); // end of sequence, channel layout
            };
        } catch (UnsupportedFormatException e) {
            return List.of(notTaken(0, CodecNames.of(fourCc), LeftOut.Reason.CODEC, String.valueOf(e.getMessage())));
        }
    }

    private List<FlvTag> configuration(String fourCc, byte[] configuration) {
        Function<byte[], AudioFormat> reader = CONFIGURATIONS.get(fourCc);
        if (reader == null) {
            return List.of();
        }
        AudioFormat format = reader.apply(configuration);
        configured = fourCc;
        return List.of(new FlvTag.Configuration(format));
    }

    private List<FlvTag> frame(String fourCc, int nanos, byte[] payload) {
        FlvTag frame = new FlvTag.Frame(0, nanos, true, payload);
        Function<byte[], AudioFormat> reader = SELF_DESCRIBING.get(fourCc);
        if (reader != null) {
            configured = fourCc;
            return List.of(new FlvTag.Configuration(reader.apply(payload)), frame);
        }
        return configured.equals(fourCc)
                ? List.of(frame)
                : unusable(Oddity.UNDECODABLE_DROPPED, "audio before its sequence header");
    }

    private static FlvTag notTaken(int number, String codec, LeftOut.Reason reason, String detail) {
        return new FlvTag.NotTaken(new LeftOut(false, number, codec, reason), detail);
    }

    private static List<FlvTag> unusable(Oddity oddity, String detail) {
        return List.of(new FlvTag.Unusable(oddity, detail));
    }
}
