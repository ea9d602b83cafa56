package dev.vitrine.hls.check;

import java.util.List;

/** The lines, in order. {@code docs/hls-check.md} shows the same table, and a test compares them. */
public final class Checklist {

    /** All of them; line {@code n} is at {@code n - 1}. */
    public static final List<CheckLine> LINES = List.of(
            // Syntax
            error(1, "4.1", "the first line is #EXTM3U"),
            error(2, "4.1", "no byte order mark, no control characters, no stray white space"),
            error(3, "4.4.1.2, 8", "at most one EXT-X-VERSION, as high as the tags need and no higher"),
            error(4, "4.2", "attribute names are of A-Z, 0-9 and '-', and stand once in their list"),
            error(5, "4.2", "quoted strings are closed, and what must be quoted is"),
            error(6, "4.3", "no variable reference {$…} without an EXT-X-DEFINE"),
            error(7, "4.2", "numbers are plain decimals, without sign and exponent"),
            error(8, "4.1", "no media tags in a multivariant playlist, and none of its tags in a media playlist"),
            error(9, "4.4.3", "tags of the whole playlist stand once"),
            // Durations
            error(10, "4.4.3.1, 6.2.1", "EXT-X-TARGETDURATION is there, and never changes"),
            error(11, "4.4.3.1", "no EXTINF rounds to more than the target duration"),
            error(12, "4.4.4.1, 3", "EXTINF is what the media lasts, to a frame, and does not drift"),
            error(13, "6.2.4", "all playlists have the same target duration"),
            warning(14, "3", "video segments start with an independent frame"),
            error(15, "3", "decoding times go on from segment to segment, unless EXT-X-DISCONTINUITY says otherwise"),
            // Mutation
            error(16, "6.3.4", "a media sequence number keeps its address"),
            error(17, "6.2.2", "EXT-X-MEDIA-SEQUENCE rises by the number of segments that went, and never falls"),
            error(18, "6.2.2", "EXT-X-DISCONTINUITY-SEQUENCE rises by the number of discontinuities that went"),
            error(19, "6.2.2", "only the oldest segments go"),
            error(20, "6.2.2", "no segment goes if less than three target durations would be left"),
            error(21, "6.2.1", "a new segment comes within one and a half target durations"),
            error(22, "6.2.1", "a new part comes within one part target of the one before"),
            error(23, "6.2.1", "no EXT-X-PLAYLIST-TYPE in a playlist that slides"),
            error(24, "4.4.3.5", "an EVENT playlist loses no segment"),
            error(25, "6.2.1, 4.4.5.3", "after EXT-X-ENDLIST nothing changes, and nothing is hinted at"),
            error(26, "6.2.2", "a segment that went can be had for a while"),
            error(27, "6.2.2", "a part that went can be had for three target durations"),
            error(28, "6.2.1", "what is listed is there, at once and whole"),
            // Media
            error(29, "3.1.2", "fragmented MP4 has an EXT-X-MAP, and both are built as HLS asks"),
            error(30, "3.2", "a segment has the samples of its parts"),
            error(31, "3.2", "a segment has the event messages of its parts"),
            error(32, "4.4.4.3", "a change of tracks is a discontinuity"),
            warning(33, "6.2.4", "key frames of all variants are at the same times"),
            // PROGRAM-DATE-TIME
            error(34, "4.4.4.6, 4.4.4.9", "every segment has a date, in front of its first part"),
            error(35, "4.4.4.6", "dates follow from durations, also across discontinuities"),
            error(36, "6.2.4", "the same media time has the same date in all playlists"),
            // Low latency
            error(37, "4.4.3.7", "EXT-X-PART-INF is there if and only if parts are"),
            error(38, "4.4.4.9", "no part is longer than the part target, or shorter than 85 % without excuse"),
            error(39, "4.4.3.8", "PART-HOLD-BACK is at least two, better three part targets"),
            error(40, "4.4.3.8", "HOLD-BACK is at least three target durations"),
            error(41, "4.4.3.8", "CAN-SKIP-UNTIL is at least six target durations; CAN-SKIP-DATERANGES needs it"),
            error(42, "6.2.6, B.1", "one hint at the next part, which then has that address"),
            error(43, "6.2.6", "a hinted part can be asked for, and comes in time and in one go"),
            error(44, "4.4.5.4, B.1", "a true EXT-X-RENDITION-REPORT for every other playlist"),
            error(45, "6.2.4", "EXT-X-SERVER-CONTROL is the same in all playlists"),
            warning(46, "6.2.2", "no parts more than three target durations from the end"),
            warning(47, "4.4.4.9", "INDEPENDENT=YES on the parts with an independent frame, and only on those"),
            // Directives
            error(48, "6.2.5.2", "_HLS_part without _HLS_msn is answered with 400"),
            warning(49, "6.2.5.2", "_HLS_msn more than two ahead is answered with 400"),
            error(50, "6.2.5.2", "_HLS_msn of the past is answered at once, with the playlist"),
            error(51, "6.2.5.2", "a blocked reload is answered when its part is there, and not later"),
            error(52, "6.2.5.2", "a part behind the last of a segment means the first of the next"),
            warning(53, "6.2.5.2", "503 after three target durations"),
            error(54, "6.2.5", "directives are ignored after EXT-X-ENDLIST"),
            error(55, "6.2.5.1", "a delta update, applied, is the playlist"),
            error(56, "4.4.5.2, 8", "a delta update has one EXT-X-SKIP and the version that it needs"),
            error(57, "6.2.5", "the same address, asked twice, answers the same"),
            // DATERANGE
            error(58, "4.4.5.1", "date ranges have what they need; an ID is not used again, a tag not altered"),
            error(59, "4.4.5.1", "a date range does not end before it starts; the end of cues never falls with q"),
            error(60, "6.2.1", "a date range is listed as long as a segment with a date of it is"),
            error(61, "6.2.4", "all playlists list the same date ranges"),
            error(62, "docs/cue-format.md", "the payload of a cue can be decoded, is small, and is as documented"),
            error(63, "docs/cue-format.md", "the tags, the cue file and other playlists tell the same state"),
            error(64, "docs/cue-format.md", "no attributes that players disagree about beside cues"),
            error(65, "docs/cue-format.md", "in-band cues say what the tags say"),
            // HTTP and multivariant
            error(66, "4, 3", "Content-Type is right"),
            error(67, "B.1", "playlists are compressed for those who accept it"),
            error(68, "B.1", "browsers of other sites may read, Age too"),
            warning(69, "6.2.5, B.1", "caches are told how long to keep what"),
            error(70, "6.2.5.2", "refusals that may be good in a moment are not kept"),
            error(71, "4.4.6.2", "BANDWIDTH is at least the measured peak"),
            error(72, "4.4.6.2", "CODECS, RESOLUTION and FRAME-RATE are those of the media"),
            warning(73, "B.1", "HTTP/2 over TLS"));

    private Checklist() {}

    static CheckLine line(int number) {
        return LINES.get(number - 1);
    }

    private static CheckLine error(int number, String section, String title) {
        return new CheckLine(number, Severity.ERROR, section, title);
    }

    private static CheckLine warning(int number, String section, String title) {
        return new CheckLine(number, Severity.WARNING, section, title);
    }
}
