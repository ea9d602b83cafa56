package dev.vitrine.rtmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What encoder and server tell each other about Enhanced RTMP v2 in {@code connect} ("Enhancing NetConnection connect
 * Command"). We name only what we truly do: of several tracks we take the default one and name the others to the
 * operator, so Multitrack is not claimed.
 *
 * @param speaks whether the encoder mentioned any of it; else it is not bothered with an answer
 * @param reconnects whether it understands a Reconnect Request
 */
record EnhancedCapabilities(boolean speaks, boolean reconnects) {

    static final EnhancedCapabilities NONE = new EnhancedCapabilities(false, false);

    private static final int RECONNECT = 0x01;
    private static final int MOD_EX = 0x04;
    private static final int TIMESTAMP_NANO_OFFSET = 0x08;

    /** FourCcInfoMask: we pass bitstreams on. */
    private static final int CAN_FORWARD = 0x04;

    private static final List<String> VIDEO = List.of("avc1", "hvc1", "av01", "vp09");
    private static final List<String> AUDIO = List.of("mp4a", "Opus", "ac-3", "ec-3", "fLaC", ".mp3");

    static EnhancedCapabilities of(Map<?, ?> wishes) {
        boolean reconnects =
                wishes.get("capsEx") instanceof Double capabilities && (capabilities.intValue() & RECONNECT) != 0;
        boolean speaks = wishes.containsKey("fourCcList")
                || wishes.containsKey("videoFourCcInfoMap")
                || wishes.containsKey("audioFourCcInfoMap")
                || wishes.containsKey("capsEx");
        return new EnhancedCapabilities(speaks, reconnects);
    }

    Map<String, Object> answer() {
        if (!speaks) {
            return Map.of();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fourCcList", Stream.of(VIDEO, AUDIO).flatMap(List::stream).toList());
        answer.put("videoFourCcInfoMap", forwarding(VIDEO));
        answer.put("audioFourCcInfoMap", forwarding(AUDIO));
        answer.put("capsEx", RECONNECT | MOD_EX | TIMESTAMP_NANO_OFFSET);
        return answer;
    }

    private static Map<String, Object> forwarding(List<String> fourCcs) {
        Map<String, Object> map = new LinkedHashMap<>();
        fourCcs.forEach(fourCc -> map.put(fourCc, CAN_FORWARD));
        return map;
    }
}
