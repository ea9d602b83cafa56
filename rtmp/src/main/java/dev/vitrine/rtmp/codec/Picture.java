package dev.vitrine.rtmp.codec;

import dev.vitrine.media.VideoFormat;
import org.jspecify.annotations.Nullable;

/**
 * One message's worth of video, looked into.
 *
 * @param payload in the form ISO BMFF stores
 * @param randomAccess whether a decoder can start here and needs nothing before
 * @param coded whether there is any picture in it, and not only parameter sets or delimiters
 * @param format when it could only be learned from the picture itself, and is another than before; else null
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Picture(
        byte[] payload,
        boolean randomAccess,
        boolean coded,
        @Nullable VideoFormat format) {}
