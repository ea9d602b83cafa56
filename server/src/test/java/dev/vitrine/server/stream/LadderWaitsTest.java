package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.Derivation;
import dev.vitrine.hls.HlsPackager;
import dev.vitrine.hls.HlsPublication;
import dev.vitrine.hls.MemorySegmentStore;
import dev.vitrine.hls.PackagerSettings;
import dev.vitrine.hls.Presentation;
import dev.vitrine.media.MediaClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing a viewer waits for is forgotten, whatever becomes of those who were to make it. */
class LadderWaitsTest {

    private long now = 1_000_000_000_000L;
    private boolean hopeful = true;
    private final List<String> told = new ArrayList<>();
    private final Derivation derivation = new HlsPackager(
                    PackagerSettings.defaults(),
                    new Presentation("k7x2m9qa", new MediaClock(Instant.EPOCH)),
                    List::of,
                    new MemorySegmentStore(),
                    new HlsPublication("k7x2m9qa"))
            .derivation();
    private final LadderWaits waits = new LadderWaits(
            derivation,
            new LadderWaits.Makers() {
                @Override
                public boolean hopeful(String rendition, long msn) {
                    return hopeful;
                }

                @Override
                public void make(String rendition, long msn) {
                    told.add("make " + rendition + " " + msn);
                }

                @Override
                public void fill(String rendition, long msn) {
                    told.add("fill " + rendition + " " + msn);
                }
            },
            () -> now);

    @Test
    void whatIsWaitedFor_isAskedForAgain_andFilledWhenItTakesTooLong() {
        waits.add("480p", "s7.p2.m4s");
        waits.look();
        now += LadderWaits.PATIENCE_NANOS + 1;
        waits.look();

        assertThat(told).containsExactly("make 480p 7", "make 480p 7", "fill 480p 7");
    }

    @Test
    void whatCannotBeMade_isFilledAtOnce() {
        hopeful = false;

        waits.add("480p", "s7.m4s");

        assertThat(told).containsExactly("fill 480p 7");
    }

    @Test
    void whoWaitedForLong_isForgotten_andOtherFilesAreNobodysBusiness() {
        waits.add("480p", "s7.m4s");
        waits.add("480p", "init-3.mp4");
        waits.add("480p", "live.m3u8");
        now += 31_000_000_000L;
        waits.look();
        waits.look();

        assertThat(told).containsExactly("make 480p 7");
        assertThat(waits.isEmpty()).isTrue();
    }
}
