package dev.vitrine.hls.playlist;

import java.time.Instant;

/** EXT-X-PROGRAM-DATE-TIME (§4.4.4.6): the media date of the segment's first picture. */
public record ProgramDateTime(Instant date) implements SegmentTag {

    @Override
    public void write(StringBuilder out) {
        out.append("#EXT-X-PROGRAM-DATE-TIME:").append(Decimals.date(date)).append('\n');
    }

    static ProgramDateTime read(String value) {
        return new ProgramDateTime(Decimals.date(value));
    }
}
