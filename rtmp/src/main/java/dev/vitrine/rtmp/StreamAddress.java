package dev.vitrine.rtmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an encoder wants to publish, read from {@code connect}'s application and {@code publish}'s name.
 *
 * <p>Encoders split {@code rtmp://host/live/key?a=b} in their own ways, so both parts are joined again, and the first
 * path segment is the application, the rest the key:
 *
 * <pre>
 *   app          name                          application  key      parameters
 *   live         key                           live         key
 *   live/        /key/                         live         key
 *   live         key?a=b                       live         key      a=b
 *   live?a=b     key                           live         key      a=b
 *   live/sub     key        or  live, sub/key  live         sub/key
 *   live         rtmp://host/live/key          live         key
 *   live         caf%C3%A9                     live         café
 * </pre>
 *
 * <p>A key is text to be looked up, never a path: {@code .}, {@code ..}, backslashes and control characters are refused.
 *
 * @param key a secret; {@link #toString()} leaves it out
 */
record StreamAddress(String app, String key, Map<String, String> parameters) {

    static final int MAX_KEY_LENGTH = 512;

    private static final int MAX_PARAMETERS = 32;

    /** @throws RtmpException when the name cannot be a key; the message does not repeat it */
    static StreamAddress of(String app, String name) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String appPath = withoutQuery(app, parameters);
        String namePath = withoutQuery(name, parameters);
        List<String> appSegments = segments(appPath);
        List<String> nameSegments = segments(namePath);
        int host = namePath.indexOf("://");
        if (host > 0) {
            // scheme, host and the application all over again
            nameSegments = nameSegments.subList(Math.min(2, nameSegments.size()), nameSegments.size());
            if (startsWith(nameSegments, appSegments)) {
                nameSegments = nameSegments.subList(appSegments.size(), nameSegments.size());
            }
        }
        if (nameSegments.isEmpty()) {
            throw new RtmpException("the stream name is empty: enter the stream key in the encoder");
        }
        List<String> path = new ArrayList<>(appSegments);
        path.addAll(nameSegments);
        String first = path.size() > 1 ? path.remove(0) : "";
        String key = String.join("/", path);
        if (key.length() > MAX_KEY_LENGTH) {
            throw new RtmpException("the stream name has " + key.length() + " characters, more than " + MAX_KEY_LENGTH);
        }
        return new StreamAddress(first, key, parameters);
    }

    /** The application alone, as {@code connect} names it. */
    static String application(String app) {
        List<String> segments = segments(withoutQuery(app, new LinkedHashMap<>()));
        return segments.isEmpty() ? "" : segments.get(0);
    }

    /** What is behind the application's question mark, where encoders put a log-in. */
    static Map<String, String> parameters(String app) {
        Map<String, String> parameters = new LinkedHashMap<>();
        withoutQuery(app, parameters);
        return parameters;
    }

    /** Of somebody who has logged in: the stream's name means nothing. */
    static StreamAddress ofLogin(String app) {
        return new StreamAddress(application(app), "", Map.of());
    }

    private static boolean startsWith(List<String> segments, List<String> head) {
        return segments.size() >= head.size()
                && segments.subList(0, head.size()).equals(head);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/", -1)) {
            String segment = decoded(raw).strip();
            if (segment.equals(".")
                    || segment.equals("..")
                    || segment.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\' || c == '/')) {
                throw new RtmpException(
                        "the stream name has a part that is only dots or holds a slash, backslash or control character");
            }
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static String withoutQuery(String text, Map<String, String> parameters) {
        int mark = text.indexOf('?');
        if (mark < 0) {
            return text;
        }
        for (String pair : text.substring(mark + 1).split("[&?]", MAX_PARAMETERS + 1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty() && parameters.size() < MAX_PARAMETERS) {
                parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return text.substring(0, mark);
    }

    /** %-escapes of UTF-8 (RFC 3986 §2.1); text in which they make no sense stays as it is. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(utf8.length);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                bytes.put(utf8[i]);
                continue;
            }
            int high = i + 2 < utf8.length ? Character.digit(utf8[i + 1], 16) : -1;
            int low = i + 2 < utf8.length ? Character.digit(utf8[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return text;
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    @Override
    public String toString() {
        return "StreamAddress[app=" + app + "]";
    }
}
