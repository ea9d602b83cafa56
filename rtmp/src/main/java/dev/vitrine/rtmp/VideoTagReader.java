package dev.vitrine.rtmp;

import dev.vitrine.rtmp.codec.AvcConfiguration;
import dev.vitrine.rtmp.codec.AvcPicture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Reads the body of a video message (FLV VIDEODATA, Adobe Flash Video File Format 10.1 Annex E.4.3).
 *
 * <pre>
 *   frame type 4 | codec 4 | AVC packet type 8 | composition time 24, signed | avcC or NAL units
 * </pre>
 *
 * The frame type is a claim; whether decoding can start at a picture is read from its NAL units.
 */
final class VideoTagReader {

    private static final int AVC = 7;
    private static final int COMMAND_FRAME = 5;
    private static final int SEQUENCE_HEADER = 0;
    private static final int NAL_UNITS = 1;
    private static final int HEADER_BYTES = 4;

    /** Length of the NAL unit lengths of the current configuration; 0 before the first. */
    private int lengthBytes;

    /** @param body at least one byte; is consumed */
    FlvTag read(ByteBuf body) {
        int first = body.readUnsignedByte();
        int codec = first & 0x0f;
        if (first >> 4 == COMMAND_FRAME) {
            return new FlvTag.Nothing();
        }
        if (codec != AVC) {
            return new FlvTag.Unusable(
                    Oddity.CODEC_UNSUPPORTED, "video codec " + codec + " of FLV; set the encoder to H.264");
        }
        if (body.readableBytes() < HEADER_BYTES) {
            return new FlvTag.Unusable(
                    Oddity.UNREADABLE_MESSAGE, "video message with " + body.readableBytes() + " of 4 header bytes");
        }
        int packetType = body.readUnsignedByte();
        int compositionMillis = body.readMedium();
        return switch (packetType) {
            case SEQUENCE_HEADER -> configuration(body);
            case NAL_UNITS -> picture(compositionMillis, body);
            default -> new FlvTag.Nothing(); // 2: end of sequence
        };
    }

    private FlvTag configuration(ByteBuf body) {
        if (!body.isReadable()) {
            return new FlvTag.Nothing();
        }
        AvcConfiguration configuration = AvcConfiguration.read(ByteBufUtil.getBytes(body));
        lengthBytes = configuration.lengthBytes();
        return new FlvTag.Configuration(configuration.format());
    }

    private FlvTag picture(int compositionMillis, ByteBuf body) {
        if (lengthBytes == 0) {
            return new FlvTag.Unusable(Oddity.UNDECODABLE_DROPPED, "video before its sequence header");
        }
        AvcPicture picture = AvcPicture.read(ByteBufUtil.getBytes(body), lengthBytes);
        return picture.hasSlices()
                ? new FlvTag.Frame(compositionMillis, 0, picture.isIdr(), picture.nalUnits())
                : new FlvTag.Nothing();
    }
}
