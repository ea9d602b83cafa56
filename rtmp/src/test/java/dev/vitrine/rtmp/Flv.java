package dev.vitrine.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Bodies of audio and video messages, as encoders write them. */
final class Flv {

    /** H.264 Constrained Baseline, 320x180. */
    static final byte[] AVC_320 =
            Chunks.hex("0142c00cffe100176742c00cda05067e7c0440000003004000000c83c50aa801000468ce0fc8");

    /** H.264 High, 1920x1080: 1088 lines, 8 of them cropped. */
    static final byte[] AVC_1080 = Chunks.hex(
            "01640028ffe1001b67640028acd940780227e5c044000003000400000300c83c60c65801000668ebe3cb22c0fdf8f800");

    /** AAC-LC, 48 kHz, stereo. */
    static final byte[] AAC_48K = Chunks.hex("119056e500");

    /** AAC-LC, 44.1 kHz, mono. */
    static final byte[] AAC_44K_MONO = Chunks.hex("120856e500");

    static final int IDR = 5;
    static final int SLICE = 1;

    private Flv() {}

    static byte[] avc(byte[] configuration) {
        return body(0x17, 0, 0, configuration);
    }

    static byte[] key(int compositionMillis) {
        return body(0x17, 1, compositionMillis, nal(IDR, 40));
    }

    static byte[] inter(int compositionMillis) {
        return body(0x27, 1, compositionMillis, nal(SLICE, 20));
    }

    static byte[] body(int first, int packetType, int compositionMillis, byte[] data) {
        return ByteBufUtil.getBytes(Unpooled.buffer()
                .writeByte(first)
                .writeByte(packetType)
                .writeMedium(compositionMillis)
                .writeBytes(data));
    }

    static byte[] nal(int type, int length) {
        ByteBuf nal = Unpooled.buffer().writeInt(length).writeByte(0x60 | type);
        return ByteBufUtil.getBytes(nal.writeZero(length - 1));
    }

    static byte[] aac(byte[] configuration) {
        return ByteBufUtil.getBytes(
                Unpooled.buffer().writeByte(0xaf).writeByte(0).writeBytes(configuration));
    }

    static byte[] sound() {
        return Chunks.hex("af01 2110 0500 00");
    }
}
