package dev.vitrine.rtmp;

import dev.vitrine.media.LeftOut;
import dev.vitrine.rtmp.codec.Av1Bitstream;
import dev.vitrine.rtmp.codec.AvcBitstream;
import dev.vitrine.rtmp.codec.FormatException;
import dev.vitrine.rtmp.codec.HevcBitstream;
import dev.vitrine.rtmp.codec.Picture;
import dev.vitrine.rtmp.codec.VideoBitstream;
import dev.vitrine.rtmp.codec.Vp9Bitstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a video message (FLV VIDEODATA, Adobe Flash Video File Format 10.1 Annex E.4.3; Enhanced RTMP v2
 * "Enhanced Video").
 *
 * <pre>
 *   0 | frame type 3 | codec 4 | packet type 8 | composition time 24, signed | avcC or NAL units
 *   1 | frame type 3 | packet type 4 | {@link EnhancedHeader} | [composition time 24] | configuration or picture
 * </pre>
 *
 * The frame type is a claim; whether decoding can start at a picture is read from the picture.
 */
final class VideoTagReader {

    private static final int ENHANCED = 0x80;
    private static final int COMMAND_FRAME = 5;
    private static final int HEADER_BYTES = 4;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int CODED_FRAMES_X = 3;

    /** FLV's codec numbers; 12 is what encoders used for HEVC before Enhanced RTMP. */
    private static final Map<Integer, String> LEGACY = Map.of(7, "avc1", 12, "hvc1");

    private final Map<String, VideoBitstream> bitstreams = Map.of(
            "avc1", new AvcBitstream(),
            "hvc1", new HevcBitstream(),
            "av01", new Av1Bitstream(),
            "vp09", new Vp9Bitstream());

    /**
     * Reads one message.
     *
     * @param body at least one byte; is consumed
     */
    List<FlvTag> read(ByteBuf body) {
        int first = body.readUnsignedByte();
        boolean enhanced = (first & ENHANCED) != 0;
        if ((first >> 4 & 7) == COMMAND_FRAME) {
            return List.of();
        }
        return enhanced ? readEnhanced(first & 0x0f, body) : readLegacy(first & 0x0f, body);
    }

    private List<FlvTag> readLegacy(int codec, ByteBuf body) {
        VideoBitstream bitstream = bitstream(LEGACY.getOrDefault(codec, ""));
        if (bitstream == null) {
            String name = CodecNames.flvVideo(codec);
            return List.of(
                    notTaken(0, name, LeftOut.Reason.CODEC, "video codec " + name + "; set the encoder to H.264"));
        }
        if (body.readableBytes() < HEADER_BYTES) {
            return unreadable("video message with " + body.readableBytes() + " of 4 header bytes");
        }
        int packetType = body.readUnsignedByte();
        int compositionMillis = body.readMedium();
        return switch (packetType) {
            case SEQUENCE_START -> configuration(bitstream, body);
            case CODED_FRAMES -> picture(bitstream, compositionMillis, 0, body);
            default -> List.of(); // 2: end of sequence
        };
    }

    private List<FlvTag> readEnhanced(int firstType, ByteBuf message) {
        EnhancedHeader header;
        try {
            header = EnhancedHeader.read(message, firstType, EnhancedHeader.VIDEO_MULTITRACK);
        } catch (FormatException e) {
            return unreadable(String.valueOf(e.getMessage()));
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
        VideoBitstream bitstream = bitstream(header.fourCc());
        if (bitstream == null) {
            String codec = CodecNames.of(header.fourCc());
            return List.of(notTaken(0, codec, LeftOut.Reason.CODEC, "video codec '" + codec + "'"));
        }
        return switch (header.packetType()) {
            case SEQUENCE_START -> configuration(bitstream, body);
            case CODED_FRAMES -> {
                // Codecs that reorder pictures carry a composition time, the others have none.
                boolean reorders = bitstream instanceof AvcBitstream || bitstream instanceof HevcBitstream;
                if (reorders && body.readableBytes() < 3) {
                    yield unreadable("video message without its composition time");
                }
                yield picture(bitstream, reorders ? body.readMedium() : 0, header.extraNanos(), body);
            }
            case CODED_FRAMES_X -> picture(bitstream, 0, header.extraNanos(), body);
            default -> List.of(); // end of sequence, HDR metadata, MPEG-2 TS descriptors
        };
    }

    private @Nullable VideoBitstream bitstream(String fourCc) {
        return bitstreams.get(fourCc);
    }

    private static List<FlvTag> configuration(VideoBitstream bitstream, ByteBuf body) {
        if (!body.isReadable()) {
            return List.of();
        }
        return bitstream.configure(ByteBufUtil.getBytes(body)).stream()
                .<FlvTag>map(FlvTag.Configuration::new)
                .toList();
    }

    private static List<FlvTag> picture(VideoBitstream bitstream, int compositionMillis, int nanos, ByteBuf body) {
        if (!bitstream.isConfigured()) {
            return List.of(new FlvTag.Unusable(Oddity.UNDECODABLE_DROPPED, "video before its sequence header"));
        }
        Picture picture = bitstream.picture(ByteBufUtil.getBytes(body));
        if (!picture.coded()) {
            return List.of();
        }
        FlvTag frame = new FlvTag.Frame(compositionMillis, nanos, picture.randomAccess(), picture.payload());
        return picture.format() == null ? List.of(frame) : List.of(new FlvTag.Configuration(picture.format()), frame);
    }

    private static FlvTag notTaken(int number, String codec, LeftOut.Reason reason, String detail) {
        return new FlvTag.NotTaken(new LeftOut(true, number, codec, reason), detail);
    }

    private static List<FlvTag> unreadable(String detail) {
        return List.of(new FlvTag.Unusable(Oddity.UNREADABLE_MESSAGE, detail));
    }
}
