package dev.vitrine.rtmp;

import dev.vitrine.rtmp.codec.FormatException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Enhanced RTMP v2 puts in front of a body ("Enhanced Audio", "Enhanced Video"); alike for both but for two numbers.
 *
 * <pre>
 *   … packet type 4
 *   while ModEx:      size−1 8, or 255 and size−1 16 | data | ModEx type 4 | packet type 4
 *   if Multitrack:    kind 4 | packet type 4
 *   codec             four characters, unless each track has its own
 *   if Multitrack:    for each track: [four characters] | track id 8 | [size 24, unless there is one track]
 *   body
 * </pre>
 *
 * <p>Of several tracks, the one with id 0 is taken, the default track; the others are named.
 *
 * @param packetType of the audio or video enumeration, neither ModEx nor Multitrack
 * @param fourCc such as {@code hvc1}
 * @param extraNanos to be added to the message's time, 0 to 999,999
 * @param body of the default track; null when the message does not have it
 * @param others tracks beside it
 */
record EnhancedHeader(
        int packetType,
        String fourCc,
        int extraNanos,
        @Nullable ByteBuf body,
        List<Other> others) {

    /** A track that is not the default one. */
    record Other(int id, String fourCc) {}

    static final int MODEX = 7;
    static final int VIDEO_MULTITRACK = 6;
    static final int AUDIO_MULTITRACK = 5;

    private static final int ONE_TRACK = 0;
    private static final int MANY_CODECS = 2;
    private static final int NANO_OFFSET = 0;
    private static final int MAX_NANOS = 999_999;
    private static final int LONG_SIZE = 256;

    /**
     * Reads the header.
     *
     * @param in behind the first byte
     * @param first packet type of the first byte
     * @param multitrack the packet type that means Multitrack
     * @throws FormatException when this message makes no sense; the next may
     */
    static EnhancedHeader read(ByteBuf in, int first, int multitrack) {
        int packetType = first;
        int nanos = 0;
        while (packetType == MODEX) {
            int size = need(in, 1).readUnsignedByte() + 1;
            if (size == LONG_SIZE) {
                size = need(in, 2).readUnsignedShort() + 1;
            }
            ByteBuf data = need(in, size + 1).readSlice(size);
            int types = in.readUnsignedByte();
            if (types >> 4 == NANO_OFFSET && size >= 3) {
                nanos = Math.min(data.readUnsignedMedium(), MAX_NANOS);
            }
            packetType = types & 0x0f;
        }
        if (packetType != multitrack) {
            return new EnhancedHeader(packetType, fourCc(in), nanos, in, List.of());
        }
        int types = need(in, 1).readUnsignedByte();
        packetType = types & 0x0f;
        if (packetType == multitrack || packetType == MODEX) {
            throw new FormatException("multitrack message nests packet type " + packetType);
        }
        return tracks(in, types >> 4, packetType, nanos);
    }

    private static EnhancedHeader tracks(ByteBuf in, int kind, int packetType, int nanos) {
        if (kind > MANY_CODECS) {
            throw new FormatException("multitrack message of kind " + kind);
        }
        String fourCc = kind == MANY_CODECS ? "" : fourCc(in);
        String defaultFourCc = fourCc;
        ByteBuf defaultTrack = null;
        List<Other> others = new ArrayList<>();
        while (in.isReadable()) {
            String trackFourCc = kind == MANY_CODECS ? fourCc(in) : fourCc;
            int id = need(in, 1).readUnsignedByte();
            int size = kind == ONE_TRACK ? in.readableBytes() : need(in, 3).readUnsignedMedium();
            ByteBuf body = need(in, size).readSlice(size);
            if (id == 0 && defaultTrack == null) {
                defaultTrack = body;
                defaultFourCc = trackFourCc;
            } else if (id != 0) {
                others.add(new Other(id, trackFourCc));
            }
        }
        return new EnhancedHeader(packetType, defaultFourCc, nanos, defaultTrack, others);
    }

    private static String fourCc(ByteBuf in) {
        return need(in, 4).readCharSequence(4, StandardCharsets.US_ASCII).toString();
    }

    private static ByteBuf need(ByteBuf in, int bytes) {
        if (in.readableBytes() < bytes) {
            throw new FormatException(
                    "enhanced message ends where " + bytes + " bytes were due, " + in.readableBytes() + " are left");
        }
        return in;
    }
}
