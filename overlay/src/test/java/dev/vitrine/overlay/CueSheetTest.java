package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CueSheetTest {

    private static final Instant START = Instant.parse("2026-11-22T18:06:40.000Z");

    @Test
    void items_followEachOther_unlessTheySayWhen() {
        CueSheet sheet = read("""
                cue_id,type,skus,plan_seconds,notes,at_seconds
                c01,product,TS-01,20,"Chất lụa, nói về size",5
                c02,product,TS-02;TS-03,30,,
                c03,offer,TS-02,15,,
                c04,clear,,,,90
                """);
        assertThat(sheet.items())
                .extracting(CueSheet.Item::offset)
                .containsExactly(
                        Duration.ofSeconds(5), Duration.ofSeconds(25), Duration.ofSeconds(55), Duration.ofSeconds(90));
        assertThat(sheet.items().get(0).notes()).contains("Chất lụa, nói về size");
        assertThat(sheet.items().get(1).commands(START))
                .containsExactly(CueCommand.of(CueAction.PIN, "TS-02"), CueCommand.of(CueAction.SHOW, "TS-03"));
        assertThat(sheet.items().get(2).commands(START))
                .containsExactly(CueCommand.offer("TS-02", START.plusSeconds(70)));
        assertThat(sheet.items().get(3).commands(START)).containsExactly(CueCommand.of(CueAction.CLEAR));
    }

    @Test
    void allBadRows_areNamed() {
        assertThatThrownBy(() -> read("""
                        cue_id,type,skus,plan_seconds,notes
                        c01,dance,TS-01,20,
                        c02,pin,,20,
                        c03,clear,TS-01,20,
                        c04,offer,TS-01,,
                        c05,pin,T S*,20,
                        c06,pin,TS-01,soon,
                        c07,pin,TS-01,20,
                        c07,pin,TS-01,20,
                        """))
                .isInstanceOfSatisfying(
                        CueSheet.Malformed.class,
                        malformed -> assertThat(malformed.errors())
                                .containsExactly(
                                        new RowError(
                                                2,
                                                "type",
                                                "'dance' must be product, show, pin, unpin, hide, offer or clear"),
                                        new RowError(3, "skus", "is missing"),
                                        new RowError(4, "skus", "must be empty for 'clear'"),
                                        new RowError(5, "plan_seconds", "is missing: an offer runs that long"),
                                        new RowError(6, "skus", "'S*' must be " + Product.SKU_RULE),
                                        new RowError(7, "plan_seconds", "'soon' must be whole seconds, 0 to 604800"),
                                        new RowError(9, "cue_id", "'c07' stands in an earlier line already")))
                .hasMessageStartingWith("7 rows of the cue sheet cannot be read, the first in line 2: 'dance'");
    }

    @Test
    void aFile_thatIsNoSheet_isRefused() {
        assertThatThrownBy(() -> read("a,b\n1,2\n")).hasMessageContaining("must name the columns cue_id, type");
        assertThatThrownBy(() -> read("")).hasMessageContaining("the file is empty");
    }

    private static CueSheet read(String csv) {
        return CueSheet.read(csv.getBytes(StandardCharsets.UTF_8));
    }
}
