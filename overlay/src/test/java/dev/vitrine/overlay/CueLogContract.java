package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link CueLog} must do. Extend it, hand in a log, and run it. */
public abstract class CueLogContract {

    private static final Instant START = Instant.parse("2026-11-22T18:06:40.000Z");

    /** A log without records. */
    protected abstract CueLog emptyLog();

    /** The same log as after a restart of the process that wrote it. */
    protected abstract CueLog reopened(CueLog log);

    @Test
    void read_ofAnUnknownShow_isEmpty() {
        assertThat(emptyLog().read("never")).isEmpty();
    }

    @Test
    void append_thenRead_isInOrder_andEqual() {
        CueLog log = emptyLog();
        List<CueRecord> records = everyKind("k1");
        log.append(records.subList(0, 2));
        log.append(records.subList(2, records.size()));
        assertThat(log.read("k1")).isEqualTo(records);
        assertThat(reopened(log).read("k1")).isEqualTo(records);
    }

    @Test
    void shows_doNotSeeEachOther() {
        CueLog log = emptyLog();
        List<CueRecord> both = new ArrayList<>(everyKind("k1"));
        both.addAll(everyKind("k2"));
        log.append(both);
        assertThat(log.read("k1")).isEqualTo(everyKind("k1"));
        assertThat(log.read("k2")).isEqualTo(everyKind("k2"));
    }

    @Test
    void append_ofNothing_isFine() {
        CueLog log = emptyLog();
        log.append(List.of());
        assertThat(log.read("k1")).isEmpty();
    }

    @Test
    void aDesk_thatReopensTheLog_goesOnWhereItStopped() {
        CueLog log = emptyLog();
        CueDesk desk = new CueDesk("k1", START, log, LeaseSettings.DEFAULT);
        desk.apply(CueCommand.of(CueAction.PIN, "TS-01"), START.plusSeconds(6), START.plusSeconds(6));
        desk.advance(START.plusSeconds(31));
        CueDesk after = new CueDesk("k1", START, reopened(log), LeaseSettings.DEFAULT);
        assertThat(after.timeline().events())
                .isEqualTo(desk.timeline().events())
                .hasSize(2);
        assertThat(after.undo(START.plusSeconds(40), Optional.empty(), Optional.empty())
                        .q())
                .isEqualTo(3);
    }

    private static List<CueRecord> everyKind(String epoch) {
        CueCommand offer = new CueCommand(
                CueAction.OFFER,
                Optional.of("TS-01"),
                Optional.of(START.plusSeconds(60)),
                Optional.of("50 % — \"giảm\" {$x}"),
                Optional.of("linh"),
                Optional.of("key-1"));
        ShopState state =
                new ShopState(List.of(ShopItem.pin("TS-01"), ShopItem.offer("TS-01", "of1", START.plusSeconds(60))));
        return List.of(
                new CueRecord.Change(epoch, 1, START.plusMillis(1), 1, offer),
                new CueRecord.Lease(
                        epoch,
                        1,
                        CueReason.OFFER,
                        Optional.of("TS-01"),
                        START.plusMillis(1),
                        START.plusSeconds(30),
                        state),
                new CueRecord.Change(epoch, 2, START.plusSeconds(2), 2, CueCommand.of(CueAction.CLEAR)),
                new CueRecord.Undo(epoch, 3, START.plusSeconds(3), 3, 1, Optional.of("linh"), Optional.of("key-2")),
                new CueRecord.Undo(epoch, 4, START.plusSeconds(4), 4, 2, Optional.empty(), Optional.empty()));
    }
}
