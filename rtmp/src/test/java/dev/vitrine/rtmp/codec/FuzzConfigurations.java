package dev.vitrine.rtmp.codec;

import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.VideoFormat;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Any bytes as a decoder configuration, and as a picture after it.
 *
 * <pre>  codec 8 | length 16 | configuration | picture  </pre>
 */
public final class FuzzConfigurations {

    private static final List<Supplier<VideoBitstream>> VIDEO =
            List.of(AvcBitstream::new, HevcBitstream::new, Av1Bitstream::new, Vp9Bitstream::new);
    private static final List<Function<byte[], AudioFormat>> AUDIO = List.of(
            AudioSpecificConfig::read,
            AudioConfigurations::opus,
            AudioConfigurations::flac,
            AudioConfigurations::ac3,
            EnhancedAc3::read,
            Mp3::read);

    private FuzzConfigurations() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        int codec = (input[0] & 0xff) % (VIDEO.size() + AUDIO.size());
        int length = Math.min((input[1] & 0xff) << 8 | (input[2] & 0xff), input.length - 3);
        byte[] configuration = Arrays.copyOfRange(input, 3, 3 + length);
        byte[] picture = Arrays.copyOfRange(input, 3 + length, input.length);
        try {
            if (codec < VIDEO.size()) {
                video(VIDEO.get(codec).get(), configuration, picture);
            } else {
                AudioFormat format = AUDIO.get(codec - VIDEO.size()).apply(configuration);
                require(format.samplesPerAccessUnit() >= 0, format);
            }
        } catch (FormatException e) {
            // The peer's fault, and said so.
        }
    }

    private static void video(VideoBitstream bitstream, byte[] configuration, byte[] data) {
        bitstream.configure(configuration).ifPresent(format -> require(format.width() > 0, format));
        require(bitstream.isConfigured(), "not configured by what it took");
        Picture picture = bitstream.picture(data);
        VideoFormat learned = picture.format();
        require(learned == null || learned.height() > 0, picture);
        require(picture.payload().length > 0 || !picture.coded(), "a coded picture of no bytes");
        require(picture.coded() || !picture.randomAccess(), "a random access point without a picture");
    }

    private static void require(boolean held, Object otherwise) {
        if (!held) {
            throw new AssertionError(otherwise);
        }
    }
}
