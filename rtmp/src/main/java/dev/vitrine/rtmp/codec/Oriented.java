package dev.vitrine.rtmp.codec;

import dev.vitrine.media.Orientation;
import dev.vitrine.media.VideoFormat;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The format of a stream whose orientation is told beside its key pictures. A key picture beside which none is told is
 * upright; a configuration that is repeated changes nothing.
 */
final class Oriented {

    private @Nullable VideoFormat format;

    /** The new configuration's format, to be shown as the last key picture was. */
    VideoFormat configure(VideoFormat configured) {
        VideoFormat last = format;
        VideoFormat now = last == null ? configured : configured.oriented(last.orientation());
        format = now;
        return now;
    }

    /**
     * Looks at what stands beside a key picture.
     *
     * @param isInformation by a NAL unit's first byte, whether it is supplemental enhancement information
     * @param headerBytes of a NAL unit
     * @return the format when it is another than before, else null
     */
    @Nullable
    VideoFormat keyPicture(LengthPrefixed units, IntPredicate isInformation, int headerBytes) {
        VideoFormat before = format;
        if (before == null) {
            return null;
        }
        Orientation orientation = Orientation.UPRIGHT;
        for (int i = 0; i < units.count(); i++) {
            int from = units.start(i);
            if (isInformation.test(units.data()[from] & 0xff)) {
                Optional<Orientation> told =
                        DisplayOrientation.find(units.data(), from + headerBytes, from + units.length(i));
                orientation = told.orElse(orientation);
            }
        }
        if (orientation.equals(before.orientation())) {
            return null;
        }
        VideoFormat now = before.oriented(orientation);
        format = now;
        return now;
    }
}
