package dev.vitrine.rtmp;

import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.amf.AmfNothing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words of a server (RTMP 1.0 §7.2), in the forms that encoders look for. */
final class Replies {

    static final String DENIED = "NetStream.Publish.Denied";
    static final String BAD_NAME = "NetStream.Publish.BadName";

    /** What Flash Media Server 3.5 called itself; old encoders choose features by it. */
    private static final String SERVER_VERSION = "FMS/3,5,7,7009";

    private static final int CAPABILITIES = 31;

    private Replies() {}

    static Command connected(double transactionId, Map<String, Object> more) {
        Map<String, Object> information = information("status", "NetConnection.Connect.Success", "Connected.");
        information.put("objectEncoding", 0);
        information.putAll(more);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("fmsVer", SERVER_VERSION);
        properties.put("capabilities", CAPABILITIES);
        return new Command(0, "_result", transactionId, List.of(properties, information));
    }

    static Command connectRefused(double transactionId, String code, String description) {
        return new Command(
                0, "_error", transactionId, List.of(AmfNothing.NULL, information("error", code, description)));
    }

    static Command result(int streamId, double transactionId, Object value) {
        return new Command(streamId, "_result", transactionId, List.of(AmfNothing.NULL, value));
    }

    static Command callFailed(int streamId, double transactionId, String description) {
        return new Command(
                streamId,
                "_error",
                transactionId,
                List.of(AmfNothing.NULL, information("error", "NetConnection.Call.Failed", description)));
    }

    /** @param level "status" or "error"; at "error" ffmpeg and others give up and show the description */
    static Command status(int streamId, String level, String code, String description) {
        return new Command(streamId, "onStatus", 0, List.of(AmfNothing.NULL, information(level, code, description)));
    }

    static Command call(String name, double transactionId, String code, String description) {
        return new Command(0, name, transactionId, List.of(AmfNothing.NULL, information("status", code, description)));
    }

    private static Map<String, Object> information(String level, String code, String description) {
        Map<String, Object> information = new LinkedHashMap<>();
        information.put("level", level);
        information.put("code", code);
        information.put("description", description);
        return information;
    }
}
