package dev.vitrine.rtmp.codec;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AV1 in open bitstream units (OBU), configured by an AV1CodecConfigurationRecord (AV1 in ISO BMFF §2.3).
 *
 * <pre>  1 0000001 | profile 3, level 5 | tier, high, twelve, mono, subsampling 2, position 2 | delay 8 | OBUs  </pre>
 *
 * Temporal delimiters are taken out, as ISO BMFF wants it (§2.4).
 */
public final class Av1Bitstream implements VideoBitstream {

    private static final String WHAT = "AV1 configuration";
    private static final int HEADER_BYTES = 4;
    private static final int OBU_SEQUENCE_HEADER = 1;
    private static final int OBU_TEMPORAL_DELIMITER = 2;
    private static final int OBU_FRAME_HEADER = 3;
    private static final int OBU_FRAME = 6;

    private byte[] av1C = {};
    private boolean sizeKnown;

    @Override
    public Optional<VideoFormat> configure(byte[] configuration) {
        if (configuration.length < HEADER_BYTES || (configuration[0] & 0xff) != 0x81) {
            throw new FormatException(WHAT + " of " + configuration.length + " bytes is too short or not version 1");
        }
        av1C = configuration.clone();
        sizeKnown = false;
        Scan scan = new Scan(configuration, HEADER_BYTES);
        return Optional.ofNullable(scan.size).map(this::format);
    }

    @Override
    public boolean isConfigured() {
        return av1C.length > 0;
    }

    @Override
    public Picture picture(byte[] data) {
        Scan scan = new Scan(data, 0);
        VideoFormat learned = !sizeKnown && scan.size != null ? format(scan.size) : null;
        byte[] payload = scan.kept.size() == data.length ? data : scan.kept.toByteArray();
        return new Picture(payload, scan.key, scan.frames, learned);
    }

    private VideoFormat format(PictureGeometry size) {
        sizeKnown = true;
        int flags = av1C[2];
        int depth = (flags & 0x40) == 0 ? 8 : (flags & 0x20) == 0 ? 10 : 12;
        String codecs = String.format(
                Locale.ROOT,
                "av01.%d.%02d%s.%02d",
                av1C[1] >> 5 & 7,
                av1C[1] & 0x1f,
                (flags & 0x80) == 0 ? "M" : "H",
                depth);
        return new VideoFormat(
                VideoCodec.AV1, codecs, Bytes.copyOf(av1C), size.width(), size.height(), size.pixelAspect());
    }

    /** One walk over OBUs (AV1 §5.3). */
    private static final class Scan {

        final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Nullable
        PictureGeometry size;

        boolean key;
        boolean frames;

        Scan(byte[] data, int from) {
            int at = from;
            while (at < data.length) {
                int start = at;
                int header = data[at++] & 0xff;
                at += (header & 4) >> 2; // extension
                long length = (long) data.length - at;
                if ((header & 2) != 0) {
                    length = 0;
                    int shift = 0;
                    int b;
                    do { // leb128(), §4.10.5
                        if (at >= data.length || shift > 28) {
                            throw new FormatException("AV1 unit at byte " + start + " has no valid length");
                        }
                        b = data[at++] & 0xff;
                        length |= (long) (b & 0x7f) << shift;
                        shift += 7;
                    } while (b > 0x7f);
                }
                if (length < 0 || length > data.length - at) {
                    throw new FormatException("AV1 unit at byte " + start + " has " + length + " bytes where "
                            + Math.max(0, data.length - at) + " are left");
                }
                int end = at + (int) length;
                look(header >> 3 & 0xf, new BitReader("AV1 unit", data, at, end));
                if ((header >> 3 & 0xf) != OBU_TEMPORAL_DELIMITER) {
                    kept.write(data, start, end - start);
                }
                at = end;
            }
        }

        private void look(int type, BitReader bits) {
            if (type == OBU_SEQUENCE_HEADER) {
                size = sequenceHeader(bits);
            } else if (type == OBU_FRAME || type == OBU_FRAME_HEADER) {
                // §5.9.2: show_existing_frame, frame_type (0 is a key frame), show_frame.
                boolean first = !frames;
                frames = true;
                key |= first && !bits.flag() && bits.bits(2) == 0 && bits.flag();
            }
        }

        /** §5.5.1, up to the size. */
        private static PictureGeometry sequenceHeader(BitReader bits) {
            bits.skip(4); // profile, still_picture
            boolean reduced = bits.flag();
            if (reduced) {
                bits.skip(5);
            } else {
                skipOperatingPoints(bits);
            }
            int widthBits = bits.bits(4) + 1;
            int heightBits = bits.bits(4) + 1;
            return new PictureGeometry(bits.bits(widthBits) + 1, bits.bits(heightBits) + 1, Ratio.SQUARE);
        }

        private static void skipOperatingPoints(BitReader bits) {
            int delayBits = 0;
            boolean modelInfo = false;
            if (bits.flag()) {
                bits.skip(64); // num_units_in_display_tick, time_scale
                if (bits.flag()) {
                    bits.unsignedGolomb(); // uvlc(), which is coded alike
                }
                modelInfo = bits.flag();
                if (modelInfo) {
                    delayBits = bits.bits(5) + 1;
                    bits.skip(32 + 5 + 5);
                }
            }
            boolean displayDelay = bits.flag();
            int points = bits.bits(5) + 1;
            for (int i = 0; i < points; i++) {
                bits.skip(12);
                int level = bits.bits(5);
                bits.skip(level > 7 ? 1 : 0);
                if (modelInfo && bits.flag()) {
                    bits.skip(2 * delayBits + 1);
                }
                if (displayDelay && bits.flag()) {
                    bits.skip(4);
                }
            }
        }
    }
}
