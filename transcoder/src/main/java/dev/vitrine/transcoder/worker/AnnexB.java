package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** H.264 as encoders write it (ITU-T H.264 annex B) made into what ISO BMFF stores (ISO/IEC 14496-15 §5.3). */
final class AnnexB {

    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int DELIMITER = 9;
    private static final int FILLER = 12;

    private AnnexB() {}

    private interface NalUnits {
        void unit(int type, int start, int end);
    }

    /** NAL units with four bytes of length in front; without parameter sets, which the init segment has. */
    static byte[] lengthPrefixed(byte[] annexB) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(annexB.length + 16);
        each(annexB, (type, start, end) -> {
            if (type != SPS && type != PPS && type != DELIMITER && type != SEI && type != FILLER) {
                int length = end - start;
                out.write(length >> 24);
                out.write(length >> 16);
                out.write(length >> 8);
                out.write(length);
                out.write(annexB, start, length);
            }
        });
        return out.toByteArray();
    }

    /** The format that an encoder's SPS and PPS describe: avcC. */
    static VideoFormat format(byte[] parameterSets, int width, int height) {
        ByteArrayOutputStream sps = new ByteArrayOutputStream();
        ByteArrayOutputStream pps = new ByteArrayOutputStream();
        each(parameterSets, (type, start, end) -> {
            ByteArrayOutputStream to = type == SPS ? sps : pps;
            if ((type == SPS || type == PPS) && to.size() == 0) {
                to.write(parameterSets, start, end - start);
            }
        });
        byte[] first = sps.toByteArray();
        if (first.length < 4 || pps.size() == 0) {
            throw new FfmpegException("no SPS and PPS in " + parameterSets.length + " bytes of parameter sets");
        }
        ByteArrayOutputStream avcC = new ByteArrayOutputStream();
        avcC.write(1);
        avcC.write(first, 1, 3);
        avcC.write(0xff); // four bytes of length
        avcC.write(0xe1); // one SPS
        avcC.write(first.length >> 8);
        avcC.write(first.length);
        avcC.writeBytes(first);
        avcC.write(1);
        avcC.write(pps.size() >> 8);
        avcC.write(pps.size());
        avcC.writeBytes(pps.toByteArray());
        if (first[1] == 100 || first[1] == 110) {
            avcC.writeBytes(new byte[] {(byte) 0xfd, (byte) 0xf8, (byte) 0xf8, 0}); // 4:2:0, 8 bits, no extensions
        }
        String codecs =
                String.format(Locale.ROOT, "avc1.%02x%02x%02x", first[1] & 0xff, first[2] & 0xff, first[3] & 0xff);
        return new VideoFormat(VideoCodec.H264, codecs, Bytes.copyOf(avcC.toByteArray()), width, height, Ratio.SQUARE);
    }

    private static void each(byte[] bytes, NalUnits units) {
        int start = next(bytes, 0);
        while (start < bytes.length) {
            int following = next(bytes, start);
            int end = following < bytes.length || endsWithCode(bytes) ? following - 3 : bytes.length;
            while (end > start && bytes[end - 1] == 0) {
                end--; // of a four-byte start code, or trailing zeros
            }
            if (end > start) {
                units.unit(bytes[start] & 0x1f, start, end);
            }
            start = following;
        }
    }

    private static boolean endsWithCode(byte[] bytes) {
        int length = bytes.length;
        return length >= 3 && bytes[length - 1] == 1 && bytes[length - 2] == 0 && bytes[length - 3] == 0;
    }

    /** Behind the next start code 00 00 01; the length when there is none. */
    private static int next(byte[] bytes, int from) {
        for (int i = from + 2; i < bytes.length; i++) {
            if (bytes[i] == 1 && bytes[i - 1] == 0 && bytes[i - 2] == 0) {
                return i + 1;
            }
        }
        return bytes.length;
    }
}
