package dev.vitrine.rtmp.codec;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.util.Locale;
import java.util.Optional;

/**
 * HEVC in length-prefixed NAL units, configured by an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 §8.3.3.1.2).
 *
 * <pre>
 *   0 version=1 | 1 space 2, tier 1, profile 5 | 2 compatibility 32 | 6 constraints 48 | 12 level | …
 *   21 …, lengthSizeMinusOne 2 | 22 arrays: (type 6 bits in 8 | count 16 | (length 16 | NAL unit)…)…
 * </pre>
 *
 * The sample aspect ratio stands behind most of the sequence parameter set, and is taken as square.
 */
public final class HevcBitstream implements VideoBitstream {

    private static final String WHAT = "HEVC configuration";
    private static final int ARRAYS_AT = 22;
    private static final int NAL_SPS = 33;
    private static final int FIRST_IRAP = 16;
    private static final int LAST_IRAP = 21;
    private static final int LAST_SLICE = 31;
    private static final int NAL_PREFIX_SEI = 39;

    private final Oriented oriented = new Oriented();
    private int lengthBytes;

    @Override
    public Optional<VideoFormat> configure(byte[] hvcC) {
        if (hvcC.length <= ARRAYS_AT || hvcC[0] != 1) {
            throw new FormatException(WHAT + " of " + hvcC.length + " bytes is too short or not version 1");
        }
        PictureGeometry picture = firstSps(hvcC);
        lengthBytes = (hvcC[21] & 3) + 1;
        byte[] fourByteLengths = hvcC.clone();
        fourByteLengths[21] |= 3;
        return Optional.of(oriented.configure(new VideoFormat(
                VideoCodec.HEVC,
                codecs(hvcC),
                Bytes.copyOf(fourByteLengths),
                picture.width(),
                picture.height(),
                picture.pixelAspect())));
    }

    @Override
    public boolean isConfigured() {
        return lengthBytes > 0;
    }

    /** ISO/IEC 14496-15 §E.3: profile, compatibility flags in reverse, tier and level, constraints without last zeros. */
    private static String codecs(byte[] hvcC) {
        BitReader bits = new BitReader(WHAT, hvcC);
        bits.skip(8);
        int space = bits.bits(2);
        boolean high = bits.flag();
        int profile = bits.bits(5);
        int compatibility = Integer.reverse((int) bits.bits32());
        StringBuilder codecs = new StringBuilder("hvc1.");
        if (space > 0) {
            codecs.append((char) ('A' + space - 1));
        }
        codecs.append(profile)
                .append('.')
                .append(Integer.toHexString(compatibility).toUpperCase(Locale.ROOT))
                .append(high ? ".H" : ".L")
                .append(hvcC[12] & 0xff);
        int last = 11;
        while (last >= 6 && hvcC[last] == 0) {
            last--;
        }
        for (int i = 6; i <= last; i++) {
            codecs.append('.').append(Integer.toHexString(hvcC[i] & 0xff).toUpperCase(Locale.ROOT));
        }
        return codecs.toString();
    }

    private static PictureGeometry firstSps(byte[] hvcC) {
        BitReader bits = new BitReader(WHAT, hvcC);
        bits.skip(ARRAYS_AT * 8);
        int arrays = bits.bits(8);
        for (int array = 0; array < arrays; array++) {
            int type = bits.bits(8) & 0x3f;
            int count = bits.bits(16);
            for (int i = 0; i < count; i++) {
                int length = bits.bits(16);
                int from = hvcC.length - bits.left() / 8;
                bits.skip(length * 8);
                if (type == NAL_SPS && length > 2) {
                    return readSps(NalUnits.payload(hvcC, from + 2, from + length));
                }
            }
        }
        throw new FormatException(WHAT + " holds no sequence parameter set");
    }

    /** ITU-T H.265 §7.3.2.2.1, up to the conformance window. */
    private static PictureGeometry readSps(byte[] sps) {
        BitReader bits = new BitReader("HEVC sequence parameter set", sps);
        bits.skip(4);
        int subLayers = bits.bits(3);
        bits.skip(1);
        skipProfileTierLevel(bits, subLayers);
        bits.unsignedGolomb("id", 15);
        int chroma = bits.unsignedGolomb("chroma_format_idc", 3);
        boolean separatePlanes = chroma == 3 && bits.flag();
        int width = bits.unsignedGolomb("width", 16_384);
        int height = bits.unsignedGolomb("height", 16_384);
        if (bits.flag()) {
            int unitX = !separatePlanes && (chroma == 1 || chroma == 2) ? 2 : 1;
            int unitY = !separatePlanes && chroma == 1 ? 2 : 1;
            width -= unitX * (bits.unsignedGolomb("left crop", 16_384) + bits.unsignedGolomb("right crop", 16_384));
            height -= unitY * (bits.unsignedGolomb("top crop", 16_384) + bits.unsignedGolomb("bottom crop", 16_384));
        }
        return new PictureGeometry(width, height, Ratio.SQUARE);
    }

    /** §7.3.3. */
    private static void skipProfileTierLevel(BitReader bits, int subLayers) {
        bits.skip(88 + 8);
        boolean[] profile = new boolean[subLayers];
        boolean[] level = new boolean[subLayers];
        for (int i = 0; i < subLayers; i++) {
            profile[i] = bits.flag();
            level[i] = bits.flag();
        }
        if (subLayers > 0) {
            bits.skip(2 * (8 - subLayers));
        }
        for (int i = 0; i < subLayers; i++) {
            bits.skip((profile[i] ? 88 : 0) + (level[i] ? 8 : 0));
        }
    }

    @Override
    public Picture picture(byte[] data) {
        LengthPrefixed units = LengthPrefixed.of(data, lengthBytes);
        boolean irap = false;
        boolean slices = false;
        for (int header : units.firstBytes()) {
            int type = header >> 1 & 0x3f;
            irap |= type >= FIRST_IRAP && type <= LAST_IRAP;
            slices |= type <= LAST_SLICE;
        }
        VideoFormat turned =
                irap ? oriented.keyPicture(units, header -> (header >> 1 & 0x3f) == NAL_PREFIX_SEI, 2) : null;
        return new Picture(units.withFourByteLengths(), irap, slices, turned);
    }
}
