package dev.vitrine.rtmp;

import dev.vitrine.rtmp.codec.AudioSpecificConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Reads the body of an audio message (FLV AUDIODATA, Adobe Flash Video File Format 10.1 Annex E.4.2).
 *
 * <pre>  format 4 | rate 2 | size 1 | type 1 | [AAC: packet type 8 | AudioSpecificConfig or raw frame]  </pre>
 *
 * Rate, size and type are fixed for AAC and mean nothing; the AudioSpecificConfig says it.
 */
final class AudioTagReader {

    private static final int AAC = 10;
    private static final int SEQUENCE_HEADER = 0;
    private static final int RAW = 1;

    private boolean configured;

    /** @param body at least one byte; is consumed */
    FlvTag read(ByteBuf body) {
        int format = body.readUnsignedByte() >> 4;
        if (format != AAC) {
            return new FlvTag.Unusable(
                    Oddity.CODEC_UNSUPPORTED, "audio codec " + format + " of FLV; set the encoder to AAC");
        }
        if (body.readableBytes() < 2) {
            // "AF 00" alone comes from ffmpeg when it copies AAC; the configuration follows in a message of its own.
            return new FlvTag.Nothing();
        }
        int packetType = body.readUnsignedByte();
        if (packetType == SEQUENCE_HEADER) {
            FlvTag tag = new FlvTag.Configuration(AudioSpecificConfig.read(ByteBufUtil.getBytes(body)));
            configured = true;
            return tag;
        }
        if (packetType != RAW) {
            return new FlvTag.Unusable(Oddity.UNREADABLE_MESSAGE, "AAC packet type " + packetType);
        }
        return configured
                ? new FlvTag.Frame(0, 0, true, ByteBufUtil.getBytes(body))
                : new FlvTag.Unusable(Oddity.UNDECODABLE_DROPPED, "AAC before its sequence header");
    }
}
