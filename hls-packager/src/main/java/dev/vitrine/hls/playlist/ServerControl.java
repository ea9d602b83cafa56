package dev.vitrine.hls.playlist;

import java.time.Duration;
import java.util.Optional;

/**
 * EXT-X-SERVER-CONTROL (§4.4.3.8).
 *
 * @param canSkipUntil at least six target durations
 * @param canSkipDateRanges only with {@code canSkipUntil}
 * @param holdBack at least three target durations
 * @param partHoldBack at least two, better three PART-TARGETs
 */
public record ServerControl(
        boolean canBlockReload,
        Optional<Duration> canSkipUntil,
        boolean canSkipDateRanges,
        Optional<Duration> holdBack,
        Optional<Duration> partHoldBack) {

    public void write(StringBuilder out) {
        StringBuilder list = new StringBuilder();
        if (canBlockReload) {
            list.append(",CAN-BLOCK-RELOAD=YES");
        }
        canSkipUntil.ifPresent(value -> list.append(",CAN-SKIP-UNTIL=").append(Decimals.plain(value)));
        if (canSkipDateRanges) {
            list.append(",CAN-SKIP-DATERANGES=YES");
        }
        holdBack.ifPresent(value -> list.append(",HOLD-BACK=").append(Decimals.plain(value)));
        partHoldBack.ifPresent(value -> list.append(",PART-HOLD-BACK=").append(Decimals.plain(value)));
        out.append("#EXT-X-SERVER-CONTROL:").append(list, Math.min(1, list.length()), list.length());
        out.append('\n');
    }

    static ServerControl read(String value) {
        Attributes attributes = Attributes.read(value);
        return new ServerControl(
                attributes.yes("CAN-BLOCK-RELOAD"),
                attributes.seconds("CAN-SKIP-UNTIL"),
                attributes.yes("CAN-SKIP-DATERANGES"),
                attributes.seconds("HOLD-BACK"),
                attributes.seconds("PART-HOLD-BACK"));
    }
}
