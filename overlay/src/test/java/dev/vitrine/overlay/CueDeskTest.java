package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.TimedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The desk in the words of {@code docs/cue-format.md}; seconds are counted from the show's start. */
final class CueDeskTest {

    private static final Instant START = Instant.parse("2026-11-22T18:06:40.000Z");

    private final MemoryCueLog log = new MemoryCueLog();
    private final CueDesk desk = new CueDesk("k7", START, log, LeaseSettings.DEFAULT);

    @Test
    void aChange_isOneRange_fromItsDateForOneLease() {
        CueReceipt receipt = pin("TS-01", 6.5);
        assertThat(receipt)
                .isEqualTo(new CueReceipt("k7-1", 1, at(6.5), new ShopState(List.of(ShopItem.pin("TS-01")))));
        assertThat(ranges()).containsExactly("1 pin TS-01 | 6.5 to 36.5 | pin:TS-01");
    }

    @Test
    void aRange_isRenewedWhereItEnds_fiveSecondsAhead_andOnlyOnce() {
        pin("TS-01", 6.5);
        assertThat(desk.advance(at(31.499))).isFalse();
        assertThat(desk.advance(at(31.5))).isTrue();
        assertThat(desk.advance(at(31.5))).isFalse();
        assertThat(ranges())
                .containsExactly("1 pin TS-01 | 6.5 to 36.5 | pin:TS-01", "2 renew | 36.5 to 66.5 | pin:TS-01");
    }

    @Test
    void aDesk_thatWasAway_fillsTheHoleWithOneRange() {
        pin("TS-01", 6.5);
        desk.advance(at(600));
        assertThat(ranges()).last().isEqualTo("2 renew | 36.5 to 630.0 | pin:TS-01");
    }

    @Test
    void frames_haveFractionsOfMilliseconds_rangesHaveNot() {
        Instant frame = at(10).plusNanos(33_366_667);
        assertThat(desk.apply(CueCommand.of(CueAction.PIN, "A"), frame, frame).start())
                .isEqualTo(at(10.033));
        desk.apply(CueCommand.of(CueAction.SHOW, "B"), at(5), frame);
        desk.advance(at(100).plusNanos(999_999));
        assertThat(ranges())
                .containsExactly(
                        "1 pin A | 10.033 to 40.033 | pin:A",
                        "2 show B | 5.0 to 40.033 | card:B",
                        "3 pin A | 10.033 to 40.033 | card:B pin:A",
                        "4 renew | 40.033 to 130.0 | card:B pin:A");
    }

    @Test
    void anEmptyShop_isSaidOnce_untilTheOldRangeWouldHaveEnded_thenSilence() {
        pin("TS-01", 6.5);
        desk.advance(at(31.5));
        desk.apply(CueCommand.of(CueAction.CLEAR), at(32), at(32));
        assertThat(ranges()).last().isEqualTo("3 clear | 32.0 to 66.5 | ");
        assertThat(desk.advance(at(1_000))).isFalse();
    }

    @Test
    void aChange_inThePast_goesBelowWhatCameAfterIt() {
        pin("TS-01", 10);
        pin("TS-02", 20);
        CueReceipt receipt = desk.apply(CueCommand.of(CueAction.SHOW, "TS-03"), at(15), at(22));
        assertThat(receipt.q()).isEqualTo(3);
        assertThat(ranges())
                .containsExactly(
                        "1 pin TS-01 | 10.0 to 40.0 | pin:TS-01",
                        "2 pin TS-02 | 20.0 to 50.0 | card:TS-01 pin:TS-02",
                        "3 show TS-03 | 15.0 to 52.0 | pin:TS-01 card:TS-03",
                        "4 pin TS-02 | 20.0 to 52.0 | card:TS-01 card:TS-03 pin:TS-02");
    }

    @Test
    void aChange_inTheFuture_waits_andWhatIsOnScreenIsRenewedUpToIt() {
        pin("TS-01", 0);
        desk.apply(CueCommand.of(CueAction.PIN, "TS-02"), at(70), at(10));
        assertThat(ranges())
                .containsExactly(
                        "1 pin TS-01 | 0.0 to 30.0 | pin:TS-01",
                        "2 renew | 30.0 to 70.0 | pin:TS-01",
                        "3 pin TS-02 | 70.0 to 100.0 | card:TS-01 pin:TS-02");
    }

    @Test
    void anOffer_endsByItself_andSaysSoAhead() {
        CueReceipt receipt = desk.apply(CueCommand.offer("TS-01", at(20)), at(10), at(10));
        assertThat(receipt.q()).isEqualTo(1);
        assertThat(ranges())
                .containsExactly(
                        "1 offer TS-01 | 10.0 to 40.0 | card:TS-01 offer:TS-01",
                        "2 expire TS-01 | 20.0 to 50.0 | card:TS-01");
    }

    @Test
    void anOffer_thatEndsLater_endsWithTheRenewalBeforeIt() {
        desk.apply(CueCommand.offer("TS-01", at(50)), at(10), at(10));
        assertThat(ranges()).hasSize(1);
        desk.advance(at(35));
        assertThat(ranges())
                .containsExactly(
                        "1 offer TS-01 | 10.0 to 40.0 | card:TS-01 offer:TS-01",
                        "2 renew | 40.0 to 70.0 | card:TS-01 offer:TS-01",
                        "3 expire TS-01 | 50.0 to 80.0 | card:TS-01");
    }

    @Test
    void anOffer_thatIsHidden_hasNoEndLeft() {
        desk.apply(CueCommand.offer("TS-01", at(20)), at(10), at(10));
        desk.apply(CueCommand.of(CueAction.HIDE, "TS-01"), at(15), at(15));
        assertThat(ranges()).last().isEqualTo("3 hide TS-01 | 15.0 to 50.0 | ");
    }

    @Test
    void undo_takesBackTheLastCommand_fromNowOn_andThenTheOneBefore() {
        pin("TS-01", 10);
        pin("TS-02", 20);
        undo(25);
        undo(26);
        assertThat(ranges()).endsWith("3 undo | 25.0 to 55.0 | pin:TS-01", "4 undo | 26.0 to 56.0 | ");
        assertThat(desk.timeline().stateAt(at(22)).pin()).contains(ShopItem.pin("TS-02"));
        assertThatThrownBy(() -> undo(27))
                .isInstanceOfSatisfying(
                        CueRefused.class, refused -> assertThat(refused.kind()).isEqualTo(CueRefused.Kind.CONFLICT))
                .hasMessage("there is no change left in this show to take back");
    }

    @Test
    void twoChanges_ofTheSameMillisecond_areTakenInTurn() {
        assertThat(pin("TS-01", 10).start()).isEqualTo(at(10));
        assertThat(pin("TS-02", 10).start()).isEqualTo(at(10.001));
        assertThat(pin("TS-03", 10).start()).isEqualTo(at(10.002));
    }

    @Test
    void dates_outsideTheShow_areRefusedWithTheBounds() {
        assertThatThrownBy(() -> desk.apply(CueCommand.of(CueAction.CLEAR), at(-1), at(10)))
                .isInstanceOfSatisfying(
                        CueRefused.class, refused -> assertThat(refused.kind()).isEqualTo(CueRefused.Kind.INVALID))
                .hasMessage("'at' 2026-11-22T18:06:39.000Z must be a media date of this show, from its start"
                        + " 2026-11-22T18:06:40.000Z to 60 s after its newest frame, 2026-11-22T18:07:50.000Z");
        assertThatThrownBy(() -> desk.apply(CueCommand.of(CueAction.CLEAR), at(70.001), at(10)))
                .hasMessageStartingWith("'at' 2026-11-22T18:07:50.001Z must be");
        assertThatThrownBy(() -> desk.apply(CueCommand.offer("A", at(10)), at(10), at(10)))
                .hasMessage("the offer's end 2026-11-22T18:06:50.000Z must be after its start"
                        + " 2026-11-22T18:06:50.000Z");
        assertThat(desk.timeline().events()).isEmpty();
    }

    @Test
    void aTable_thatIsTooFull_isRefused_andNothingHasChanged() {
        List<String> fitted = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 30; i++) {
                        desk.apply(CueCommand.of(CueAction.SHOW, "TS-" + (100 + i)), at(i), at(i));
                        fitted.add("TS-" + (100 + i));
                    }
                })
                .isInstanceOfSatisfying(
                        CueRefused.class, refused -> assertThat(refused.kind()).isEqualTo(CueRefused.Kind.CONFLICT))
                .hasMessageMatching(
                        "the shop would show 17 things from .* on, \\d+ bytes as JSON, the most is \\d+: hide"
                                + " something first");
        assertThat(fitted).hasSize(16);
        assertThat(desk.timeline().events()).hasSize(16).allSatisfy(event -> {
            String value = event.attributes().get(CuePayload.ATTRIBUTE);
            assertThat(CuePayload.read(value).orElseThrow().json().length()).isLessThanOrEqualTo(512);
        });
        desk.apply(CueCommand.of(CueAction.HIDE, "TS-100"), at(20), at(20));
        desk.apply(CueCommand.of(CueAction.SHOW, "TS-999"), at(21), at(21));
    }

    @Test
    void rewritingTooMuchHistory_isRefused() {
        for (int i = 0; i < 100; i++) {
            desk.apply(CueCommand.of(CueAction.PIN, "TS-" + i % 2), at(10 + i), at(10 + i));
        }
        assertThatThrownBy(() -> desk.apply(CueCommand.of(CueAction.SHOW, "A"), at(5), at(120)))
                .hasMessage(
                        "'show A' at 2026-11-22T18:06:45.000Z lies before 100 other changes, the most is 99: choose a"
                                + " later date");
        desk.apply(CueCommand.of(CueAction.SHOW, "A"), at(10.5), at(120));
    }

    @Test
    void aKey_thatComesAgain_getsTheFirstAnswer_alsoAfterARestart() {
        CueCommand command = CueCommand.of(CueAction.PIN, "TS-01").withKey("k-1");
        CueReceipt first = desk.apply(command, at(10), at(10));
        CueReceipt undone = desk.undo(at(12), Optional.empty(), Optional.of("k-2"));
        CueDesk restarted = new CueDesk("k7", START, log, LeaseSettings.DEFAULT);
        for (CueDesk one : List.of(desk, restarted)) {
            assertThat(one.apply(command, at(50), at(50))).isEqualTo(first);
            assertThat(one.undo(at(50), Optional.empty(), Optional.of("k-2"))).isEqualTo(undone);
            assertThat(one.timeline().events()).hasSize(2);
            assertThatThrownBy(() ->
                            one.apply(CueCommand.of(CueAction.PIN, "TS-02").withKey("k-1"), at(50), at(50)))
                    .hasMessage("Idempotency-Key 'k-1' was used for 'pin TS-01', it cannot stand for 'pin TS-02' too");
        }
    }

    @Test
    void aLog_thatFails_changesNothing_andIsReadAgain() {
        FailingLog failing = new FailingLog();
        CueDesk careful = new CueDesk("k7", START, failing, LeaseSettings.DEFAULT);
        failing.mode = FailingLog.Mode.REFUSE;
        assertThatThrownBy(() -> careful.apply(CueCommand.of(CueAction.PIN, "A"), at(1), at(1)))
                .hasMessage("disk full");
        assertThat(careful.timeline().events()).isEmpty();
        failing.mode = FailingLog.Mode.KEEP_AND_FAIL;
        assertThatThrownBy(() -> careful.apply(CueCommand.of(CueAction.PIN, "B"), at(2), at(2)))
                .hasMessage("connection lost");
        failing.mode = FailingLog.Mode.KEEP;
        assertThat(careful.apply(CueCommand.of(CueAction.SHOW, "C"), at(3), at(3))
                        .q())
                .as("B arrived after all")
                .isEqualTo(2);
        assertThat(careful.timeline().stateAt(at(3)).items()).containsExactly(ShopItem.pin("B"), ShopItem.card("C"));
    }

    @Test
    void manyHosts_atOnce_getDifferentNumbers_andDates() throws Exception {
        ExecutorService hosts = Executors.newFixedThreadPool(4);
        try {
            List<Future<CueReceipt>> answers = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String sku = "TS-" + i % 5;
                answers.add(hosts.submit(() -> pin(sku, 10)));
            }
            List<CueReceipt> receipts = new ArrayList<>();
            for (Future<CueReceipt> answer : answers) {
                receipts.add(answer.get());
            }
            assertThat(receipts).extracting(CueReceipt::q).doesNotHaveDuplicates();
            assertThat(receipts).extracting(CueReceipt::start).doesNotHaveDuplicates();
        } finally {
            hosts.shutdownNow();
        }
        assertThat(CueTimeline.of(log.read("k7")).events())
                .isEqualTo(desk.timeline().events());
    }

    @Test
    void changes_tellTheShow_withoutRenewals_withPeople() {
        desk.apply(
                new CueCommand(
                        CueAction.PIN,
                        Optional.of("TS-01"),
                        Optional.empty(),
                        Optional.of("price was wrong before"),
                        Optional.of("linh"),
                        Optional.empty()),
                at(6.5),
                at(6.5));
        desk.advance(at(32));
        desk.apply(CueCommand.of(CueAction.CLEAR), at(40), at(40));
        List<CueChange> changes = desk.timeline().changes();
        assertThat(changes).extracting(CueChange::id).containsExactly("k7-1", "k7-3");
        assertThat(changes.get(0).end()).contains(at(40));
        assertThat(changes.get(0).by()).contains("linh");
        assertThat(changes.get(1).end()).isEmpty();
        assertThat(new String(CueRendering.staffJson("k7", changes.subList(0, 1)), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"epoch":"k7","cues":[{"id":"k7-1","q":1,"start":"2026-11-22T18:06:46.500Z",\
                        "end":"2026-11-22T18:07:20.000Z","reason":"pin","state":[{"t":"pin","sku":"TS-01"}],\
                        "note":"price was wrong before","by":"linh"}]}""");
        assertThat(new String(CueRendering.publicJson("k7", changes), StandardCharsets.UTF_8))
                .doesNotContain("linh")
                .doesNotContain("wrong")
                .endsWith("\"q\":3,\"start\":\"2026-11-22T18:07:20.000Z\",\"reason\":\"clear\",\"state\":[]}]}");
    }

    private CueReceipt pin(String sku, double seconds) {
        return desk.apply(CueCommand.of(CueAction.PIN, sku), at(seconds), at(seconds));
    }

    private void undo(double seconds) {
        desk.undo(at(seconds), Optional.empty(), Optional.empty());
    }

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1_000));
    }

    /** The events as a person writes them: comment, seconds, state. */
    private List<String> ranges() {
        return desk.timeline().events().stream().map(CueDeskTest::range).toList();
    }

    private static String range(TimedEvent event) {
        ShopState state = CuePayload.read(event.attributes().get(CuePayload.ATTRIBUTE))
                .orElseThrow()
                .state();
        return event.comment() + " | " + seconds(event.start()) + " to " + seconds(event.end()) + " | "
                + String.join(
                        " ",
                        state.items().stream()
                                .map(item -> item.type().wire() + ":" + item.sku())
                                .toList());
    }

    private static double seconds(Instant date) {
        return (date.toEpochMilli() - START.toEpochMilli()) / 1_000.0;
    }

    /** A log whose disk has bad days. */
    private static final class FailingLog implements CueLog {
        private enum Mode {
            KEEP,
            REFUSE,
            KEEP_AND_FAIL
        }

        private final MemoryCueLog disk = new MemoryCueLog();
        private Mode mode = Mode.KEEP;

        @Override
        public void append(List<CueRecord> records) {
            if (mode == Mode.REFUSE) {
                throw new IllegalStateException("disk full");
            }
            disk.append(records);
            if (mode == Mode.KEEP_AND_FAIL) {
                throw new IllegalStateException("connection lost");
            }
        }

        @Override
        public List<CueRecord> read(String epoch) {
            return disk.read(epoch);
        }
    }
}
