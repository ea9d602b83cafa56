package dev.vitrine.overlay;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A file's bytes → text. Takes what spreadsheets save: UTF-8 with or without a mark, and UTF-16. */
final class ImportText {

    private ImportText() {}

    /** Throws an {@link IllegalArgumentException} when it is neither. */
    static String decode(byte[] body) {
        if (starts(body, 0xef, 0xbb, 0xbf)) {
            return decode(body, 3, StandardCharsets.UTF_8);
        }
        if (starts(body, 0xff, 0xfe)) {
            return decode(body, 2, StandardCharsets.UTF_16LE);
        }
        if (starts(body, 0xfe, 0xff)) {
            return decode(body, 2, StandardCharsets.UTF_16BE);
        }
        // A header of ASCII letters in UTF-16 without its mark has a zero in every second byte.
        if (body.length >= 4 && body[0] != 0 && body[1] == 0 && body[2] != 0 && body[3] == 0) {
            return decode(body, 0, StandardCharsets.UTF_16LE);
        }
        return decode(body, 0, StandardCharsets.UTF_8);
    }

    private static String decode(byte[] body, int from, Charset charset) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(body, from, body.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the file is not text in " + charset + ": save it as \"CSV UTF-8\" and try again", e);
        }
    }

    private static boolean starts(byte[] body, int... mark) {
        if (body.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((body[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
