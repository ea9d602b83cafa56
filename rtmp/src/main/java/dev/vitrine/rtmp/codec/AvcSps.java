package dev.vitrine.rtmp.codec;

import dev.vitrine.media.VideoFormat.Ratio;

/** The picture's geometry out of an H.264 sequence parameter set (ITU-T H.264 §7.3.2.1.1, VUI §E.1.1). */
final class AvcSps {

    private static final int NAL_SPS = 7;

    private AvcSps() {}

    /** @param from the NAL unit's header byte */
    static PictureGeometry read(byte[] data, int from, int to) {
        int type = data[from] & 0x1f;
        if (type != NAL_SPS) {
            throw new FormatException("AVC configuration has a NAL unit of type " + type + " where its SPS is due");
        }
        BitReader bits = new BitReader("H.264 sequence parameter set", NalUnits.payload(data, from + 1, to));
        int profile = bits.bits(8);
        bits.skip(16); // constraint flags, level
        bits.unsignedGolomb("id", 31);
        int chroma = 1;
        boolean separatePlanes = false;
        if (hasChroma(profile)) {
            chroma = bits.unsignedGolomb("chroma_format_idc", 3);
            separatePlanes = chroma == 3 && bits.flag();
            bits.unsignedGolomb("bit_depth_luma_minus8", 6);
            bits.unsignedGolomb("bit_depth_chroma_minus8", 6);
            bits.skip(1); // qpprime_y_zero_transform_bypass_flag
            if (bits.flag()) {
                skipScalingLists(bits, chroma == 3 ? 12 : 8);
            }
        }
        bits.unsignedGolomb("log2_max_frame_num_minus4", 12);
        skipPictureOrder(bits);
        bits.unsignedGolomb("max_num_ref_frames", 16);
        bits.skip(1); // gaps_in_frame_num_value_allowed_flag
        int widthInMacroblocks = bits.unsignedGolomb("pic_width_in_mbs_minus1", 1023) + 1;
        int heightInMapUnits = bits.unsignedGolomb("pic_height_in_map_units_minus1", 1023) + 1;
        boolean framesOnly = bits.flag();
        if (!framesOnly) {
            bits.skip(1); // mb_adaptive_frame_field_flag
        }
        bits.skip(1); // direct_8x8_inference_flag

        int fields = framesOnly ? 1 : 2;
        int width = widthInMacroblocks * 16;
        int height = heightInMapUnits * 16 * fields;
        if (bits.flag()) {
            // Units of cropping: table 6-1 and equations 7-19 to 7-22.
            boolean mono = chroma == 0 || separatePlanes;
            int unitX = mono || chroma == 3 ? 1 : 2;
            int unitY = (mono || chroma != 1 ? 1 : 2) * fields;
            width -= unitX * (bits.unsignedGolomb("left crop", 16_384) + bits.unsignedGolomb("right crop", 16_384));
            height -= unitY * (bits.unsignedGolomb("top crop", 16_384) + bits.unsignedGolomb("bottom crop", 16_384));
        }
        boolean vui = bits.flag();
        Ratio aspect = vui && bits.flag() ? PictureGeometry.readAspect(bits) : Ratio.SQUARE;
        return new PictureGeometry(width, height, aspect);
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScalingLists(BitReader bits, int lists) {
        for (int list = 0; list < lists; list++) {
            if (!bits.flag()) {
                continue;
            }
            int next = 8;
            int size = list < 6 ? 16 : 64;
            for (int i = 0; i < size && next != 0; i++) {
                next = next + bits.signedGolomb() & 0xff;
            }
        }
    }

    private static void skipPictureOrder(BitReader bits) {
        int type = bits.unsignedGolomb("pic_order_cnt_type", 2);
        if (type == 0) {
            bits.unsignedGolomb("log2_max_pic_order_cnt_lsb_minus4", 12);
        } else if (type == 1) {
            bits.skip(1); // delta_pic_order_always_zero_flag
            bits.signedGolomb(); // offset_for_non_ref_pic
            bits.signedGolomb(); // offset_for_top_to_bottom_field
            int cycle = bits.unsignedGolomb("num_ref_frames_in_pic_order_cnt_cycle", 255);
            for (int i = 0; i < cycle; i++) {
                bits.signedGolomb();
            }
        }
    }
}
