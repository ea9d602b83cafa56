package dev.vitrine.rtmp.codec;

/**
 * The NAL units of one H.264 access unit, each with its length in four bytes in front (ISO/IEC 14496-15 §5.3.4.2).
 *
 * @param isIdr whether it is an instantaneous decoding refresh: a decoder can start here and needs nothing before
 * @param hasSlices whether there is any coded picture in it, and not only parameter sets or SEI
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record AvcPicture(byte[] nalUnits, boolean isIdr, boolean hasSlices) {

    private static final int NAL_IDR_SLICE = 5;

    /**
     * Reads the NAL units.
     *
     * @param data is given away: returned as it is when its lengths have four bytes
     * @throws FormatException when the lengths do not add up
     */
    public static AvcPicture read(byte[] data, int lengthBytes) {
        LengthPrefixed units = LengthPrefixed.of(data, lengthBytes);
        boolean idr = false;
        boolean slices = false;
        for (int header : units.firstBytes()) {
            int type = header & 0x1f;
            idr |= type == NAL_IDR_SLICE;
            slices |= type >= 1 && type <= NAL_IDR_SLICE;
        }
        return new AvcPicture(units.withFourByteLengths(), idr, slices);
    }
}
