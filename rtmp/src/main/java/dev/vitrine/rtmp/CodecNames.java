package dev.vitrine.rtmp;

import java.util.Map;

/** What people call the codecs that FLV numbers and Enhanced RTMP names with four characters. */
final class CodecNames {

    private static final Map<Integer, String> FLV_AUDIO = Map.of(
            0, "PCM",
            1, "ADPCM",
            2, "MP3",
            3, "PCM",
            4, "Nellymoser",
            5, "Nellymoser",
            6, "Nellymoser",
            7, "G.711 A-law",
            8, "G.711 µ-law",
            11, "Speex");

    private static final Map<Integer, String> FLV_VIDEO = Map.of(
            1, "JPEG",
            2, "Sorenson H.263",
            3, "Screen Video",
            4, "VP6",
            5, "VP6 with alpha",
            6, "Screen Video 2");

    private static final Map<String, String> FOUR_CC = Map.of(
            "avc1", "H.264",
            "hvc1", "HEVC",
            "av01", "AV1",
            "vp08", "VP8",
            "vp09", "VP9",
            "mp4a", "AAC",
            "Opus", "Opus",
            "ac-3", "AC-3",
            "ec-3", "E-AC-3",
            "fLaC", "FLAC");

    private CodecNames() {}

    static String flvAudio(int format) {
        return FLV_AUDIO.getOrDefault(format, format == 14 ? "MP3 at 8 kHz" : "FLV audio " + format);
    }

    static String flvVideo(int codec) {
        return FLV_VIDEO.getOrDefault(codec, "FLV video " + codec);
    }

    /** Of a stranger's four characters, fit for a log. */
    static String of(String fourCc) {
        return FOUR_CC.getOrDefault(fourCc, fourCc.equals(".mp3") ? "MP3" : fourCc.replaceAll("[^ -~]", "?"));
    }
}
