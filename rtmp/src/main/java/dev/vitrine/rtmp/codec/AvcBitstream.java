package dev.vitrine.rtmp.codec;

import dev.vitrine.media.VideoFormat;
import java.util.Optional;

/** H.264 in length-prefixed NAL units (ISO/IEC 14496-15 §5.3.4.2). */
public final class AvcBitstream implements VideoBitstream {

    private static final int NAL_IDR_SLICE = 5;
    private static final int NAL_SEI = 6;

    private final Oriented oriented = new Oriented();
    private int lengthBytes;

    @Override
    public Optional<VideoFormat> configure(byte[] configuration) {
        AvcConfiguration avcC = AvcConfiguration.read(configuration);
        lengthBytes = avcC.lengthBytes();
        return Optional.of(oriented.configure(avcC.format()));
    }

    @Override
    public boolean isConfigured() {
        return lengthBytes > 0;
    }

    @Override
    public Picture picture(byte[] data) {
        LengthPrefixed units = LengthPrefixed.of(data, lengthBytes);
        boolean idr = false;
        boolean slices = false;
        for (int header : units.firstBytes()) {
            int type = header & 0x1f;
            idr |= type == NAL_IDR_SLICE;
            slices |= type >= 1 && type <= NAL_IDR_SLICE;
        }
        VideoFormat turned = idr ? oriented.keyPicture(units, header -> (header & 0x1f) == NAL_SEI, 1) : null;
        return new Picture(units.withFourByteLengths(), idr, slices, turned);
    }
}
