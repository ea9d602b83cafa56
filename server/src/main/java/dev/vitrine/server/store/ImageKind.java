package dev.vitrine.server.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Kinds of picture that every browser of today shows, told by their first bytes. SVG is not among them: it can run. */
enum ImageKind {
    /** PNG, ISO/IEC 15948 §5.2. */
    PNG("png"),
    /** JPEG: SOI, then another marker. */
    JPEG("jpg"),
    /** RIFF with the form type WEBP, RFC 9649 §2.4. */
    WEBP("webp"),
    /** ISO base media file whose major brand is avif or avis (AV1 Image File Format §5). */
    AVIF("avif");

    private final String extension;

    ImageKind(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }

    static Optional<ImageKind> of(byte[] bytes) {
        return Arrays.stream(values()).filter(kind -> kind.begins(bytes)).findFirst();
    }

    private boolean begins(byte[] bytes) {
        return switch (this) {
            case PNG -> at(bytes, 0, HexFormat.of().parseHex("89504e470d0a1a0a"));
            case JPEG -> at(bytes, 0, HexFormat.of().parseHex("ffd8ff"));
            case WEBP -> at(bytes, 0, ascii("RIFF")) && at(bytes, 8, ascii("WEBP"));
            case AVIF -> at(bytes, 4, ascii("ftypavif")) || at(bytes, 4, ascii("ftypavis"));
        };
    }

    private static boolean at(byte[] bytes, int offset, byte[] expected) {
        return bytes.length >= offset + expected.length
                && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
