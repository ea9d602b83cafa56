package dev.vitrine.hls.cmaf;

import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.TrackFormat;
import dev.vitrine.media.VideoFormat;

/** What stands in {@code stsd}: the codec's four letters and its configuration (ISO/IEC 14496-12 §8.5.2). */
final class SampleEntry {

    private static final Bytes VPCC_VERSION_1 = Bytes.ofHex("01000000");
    private static final Bytes FULL_BOX_0 = Bytes.ofHex("00000000");

    private SampleEntry() {}

    static void write(BoxWriter out, TrackFormat format) {
        if (format instanceof VideoFormat video) {
            visual(out, video);
        } else if (format instanceof AudioFormat audio) {
            audio(out, audio);
        }
    }

    private static void visual(BoxWriter out, VideoFormat format) {
        byte[] configuration = format.configuration().toArray();
        String entry =
                switch (format.codec()) {
                    case H264 -> "avc1";
                    case HEVC -> "hvc1";
                    case AV1 -> "av01";
                    case VP9 -> "vp09";
                };
        out.box(entry, () -> {
            out.zeros(6).u16(1).zeros(16); // reserved, data reference 1
            out.u16(format.width()).u16(format.height());
            out.u32(0x480000).u32(0x480000).u32(0).u16(1); // 72 dpi, one frame a sample
            out.zeros(32).u16(0x18).u16(0xffff); // no compressor name, 24 bits, pre-defined
            switch (format.codec()) {
                case H264 -> out.box("avcC", () -> out.bytes(configuration));
                case HEVC -> out.box("hvcC", () -> out.bytes(configuration));
                case AV1 -> out.box("av1C", () -> out.bytes(configuration));
                case VP9 -> out.box("vpcC", () -> versioned(out, format.configuration(), VPCC_VERSION_1));
            }
            VideoFormat.Ratio pixel = format.pixelAspect();
            if (pixel.numerator() != pixel.denominator()) {
                out.box("pasp", () -> out.u32(pixel.numerator()).u32(pixel.denominator()));
            }
        });
    }

    private static void audio(BoxWriter out, AudioFormat format) {
        byte[] configuration = format.configuration().toArray();
        String entry =
                switch (format.codec()) {
                    case AAC, MP3 -> "mp4a";
                    case OPUS -> "Opus";
                    case AC3 -> "ac-3";
                    case EAC3 -> "ec-3";
                    case FLAC -> "fLaC";
                };
        out.box(entry, () -> {
            out.zeros(6).u16(1).zeros(8); // reserved, data reference 1
            out.u16(format.channels()).u16(16).zeros(4);
            out.u32(format.sampleRate() < 0x10000 ? format.sampleRate() << 16 : 0); // 16.16; §12.2.3.2
            switch (format.codec()) {
                case AAC -> esds(out, 0x40, configuration);
                case MP3 -> esds(out, 0x6b, new byte[0]);
                case OPUS -> out.box("dOps", () -> out.bytes(configuration));
                case AC3 -> out.box("dac3", () -> out.bytes(configuration));
                case EAC3 -> out.box("dec3", () -> out.bytes(configuration));
                case FLAC -> out.box("dfLa", () -> versioned(out, format.configuration(), FULL_BOX_0));
            }
        });
    }

    /** Writes version and flags in front, unless whoever made the configuration already did. */
    private static void versioned(BoxWriter out, Bytes configuration, Bytes versionAndFlags) {
        boolean there =
                configuration.length() >= 4 && configuration.view().limit(4).equals(versionAndFlags.view());
        if (!there) {
            out.bytes(versionAndFlags.toArray());
        }
        out.bytes(configuration.toArray());
    }

    /** ISO/IEC 14496-1 §7.2.6.5: ES ▸ decoder configuration ▸ decoder specific info, then SL configuration. */
    private static void esds(BoxWriter out, int objectType, byte[] specific) {
        int specificLength = specific.length == 0 ? 0 : descriptorLength(specific.length);
        int configLength = 13 + specificLength;
        out.fullBox("esds", 0, 0, () -> {
            descriptor(out, 3, 3 + descriptorLength(configLength) + 3);
            out.u16(0).u8(0); // ES_ID, no dependencies
            descriptor(out, 4, configLength);
            out.u8(objectType).u8(0x15).u24(0).u32(0).u32(0); // audio stream; buffer size and rates unknown
            if (specificLength > 0) {
                descriptor(out, 5, specific.length);
                out.bytes(specific);
            }
            descriptor(out, 6, 1);
            out.u8(2); // reserved for MP4
        });
    }

    private static int descriptorLength(int body) {
        return body + (body < 0x80 ? 2 : 3);
    }

    private static void descriptor(BoxWriter out, int tag, int length) {
        out.u8(tag);
        if (length >= 0x80) {
            out.u8(0x80 | length >>> 7);
        }
        out.u8(length & 0x7f);
    }
}
