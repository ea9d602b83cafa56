package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, payloads and commands at their bounds. */
final class CueFormatTest {

    private static final Instant UNTIL = Instant.parse("2026-11-22T18:12:21.250Z");

    @Test
    void payload_isTheJsonOfTheFormat_andReadsBack() {
        ShopState state = new ShopState(List.of(ShopItem.pin("TS-01"), ShopItem.offer("TS-01", "of7", UNTIL)));
        CuePayload payload = new CuePayload(14, "offer", state);
        assertThat(payload.json())
                .isEqualTo(
                        "{\"q\":14,\"r\":\"offer\",\"s\":[{\"t\":\"pin\",\"sku\":\"TS-01\"},"
                                + "{\"t\":\"offer\",\"sku\":\"TS-01\",\"id\":\"of7\",\"until\":\"2026-11-22T18:12:21.250Z\"}]}");
        assertThat(payload.attribute()).matches("v1\\.[A-Za-z0-9_-]+");
        assertThat(CuePayload.read(payload.attribute())).contains(payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1.",
                "v2.eyJxIjoxLCJyIjoic2hvdyIsInMiOltdfQ",
                "v1.!!!",
                "v1.bm90IGpzb24",
                "v1.W10",
                "v1.eyJxIjowLCJyIjoic2hvdyIsInMiOltdfQ",
                "v1.eyJxIjoxfQ"
            })
    void payload_ofAnotherVersion_orDamaged_isPassedOver(String attribute) {
        assertThat(CuePayload.read(attribute)).isEmpty();
    }

    @Test
    void items_ofTypesFromTheFuture_areSkipped_andUnknownMembersToo() {
        assertThat(CuePayload.read(attribute(
                        "{\"q\":3,\"r\":\"auction\",\"x\":1,\"s\":[{\"t\":\"lot\",\"sku\":\"A\",\"ph\":\"open\"},"
                                + "{\"t\":\"pin\",\"sku\":\"B\",\"n\":2}]}")))
                .contains(new CuePayload(3, "auction", new ShopState(List.of(ShopItem.pin("B")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"t\":\"pin\",\"sku\":\"A\"},{\"t\":\"pin\",\"sku\":\"B\"}]",
                "[{\"t\":\"pin\",\"sku\":\"A\"},{\"t\":\"card\",\"sku\":\"A\"}]",
                "[{\"t\":\"offer\",\"sku\":\"A\",\"id\":\"of1\",\"until\":\"2026-11-22T18:12:21.250Z\"}]",
                "[{\"t\":\"card\",\"sku\":\"A\"},{\"t\":\"offer\",\"sku\":\"A\",\"id\":\"of1\",\"until\":\"soon\"}]",
                "[{\"t\":\"card\",\"sku\":\"<A>\"}]"
            })
    void states_thatCannotBe_arePassedOver(String state) {
        assertThat(CuePayload.read(attribute("{\"q\":1,\"r\":\"show\",\"s\":" + state + "}")))
                .isEmpty();
    }

    @Test
    void dates_alwaysHaveThreeDigitsOfMillis() {
        assertThat(MediaDate.format(Instant.parse("2026-11-22T18:12:21Z"))).isEqualTo("2026-11-22T18:12:21.000Z");
        assertThat(MediaDate.format(Instant.parse("2026-11-22T18:12:21.25Z"))).isEqualTo("2026-11-22T18:12:21.250Z");
    }

    @Test
    void commands_thatContradictThemselves_areRefused() {
        Optional<String> none = Optional.empty();
        assertThatThrownBy(() -> CueCommand.of(CueAction.PIN)).hasMessage("'pin' needs a sku");
        assertThatThrownBy(() -> CueCommand.of(CueAction.CLEAR, "A"))
                .hasMessage("'clear' takes no sku, it means everything");
        assertThatThrownBy(() -> CueCommand.of(CueAction.OFFER, "A"))
                .hasMessage("'offer' needs 'until', the media date at which it ends");
        assertThatThrownBy(() -> new CueCommand(CueAction.PIN, Optional.of("A"), Optional.of(UNTIL), none, none, none))
                .hasMessage("'pin' takes no 'until', only 'offer' does");
        assertThatThrownBy(() -> CueCommand.of(CueAction.PIN, "A\"\n")).hasMessageStartingWith("sku 'A\"\n' must be");
        assertThatThrownBy(() -> CueCommand.of(CueAction.PIN, "A").withKey("a b"))
                .hasMessage("Idempotency-Key (3 characters) must be 1 to 128 visible ASCII characters");
        assertThatThrownBy(() -> new CueCommand(
                        CueAction.PIN, Optional.of("A"), Optional.empty(), Optional.of("a\nb"), none, none))
                .hasMessage("'note' (3 characters) must be one line of at most 500 characters");
    }

    @ParameterizedTest
    @CsvSource({"PT4S,PT1S", "PT11M,PT1S", "PT30S,PT30S", "PT30S,PT-1S"})
    void leaseSettings_outOfBounds_areRefused(String lease, String lead) {
        assertThatThrownBy(() -> new LeaseSettings(java.time.Duration.parse(lease), java.time.Duration.parse(lead)))
                .hasMessageStartingWith("cue ");
    }

    @Test
    void records_thatAreNotOurs_areNamed() {
        assertThatThrownBy(() -> CueRecord.parse("{\"type\":\"dance\"}"))
                .hasMessage("cue record of unknown type 'dance': {\"type\":\"dance\"}");
        assertThatThrownBy(() -> CueRecord.parse("{\"type\":\"undo\"}"))
                .hasMessage("cue record without 'epoch': {\"type\":\"undo\"}");
        assertThatThrownBy(() -> CueRecord.parse("nonsense")).hasMessageStartingWith("not JSON: ");
    }

    private static String attribute(String json) {
        return "v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
