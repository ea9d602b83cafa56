package dev.vitrine.media;

/**
 * What a decoder takes in one bite: one coded picture, or one audio frame.
 *
 * <p>The payload is in the form ISO BMFF stores: NAL units with their length in front for H.264 and HEVC
 * (ISO/IEC 14496-15), a temporal unit without temporal delimiter for AV1, a raw frame for audio. Who creates an access
 * unit gives its payload away: nobody alters it afterwards.
 *
 * @param trackId the {@link Track#id()} it belongs to
 * @param pts when it is shown, in ticks of its track
 * @param dts when it is decoded, in ticks of its track; carried from the encoder, never re-derived
 * @param randomAccess whether decoding can start here with nothing before it
 * @param payload never empty
 */
@SuppressWarnings("ArrayRecordComponent") // Millions an hour; compared by nobody.
public record AccessUnit(int trackId, long pts, long dts, boolean randomAccess, byte[] payload) {

    /** The same unit {@code ticks} later (or earlier, when negative). */
    public AccessUnit shifted(long ticks) {
        return ticks == 0 ? this : new AccessUnit(trackId, pts + ticks, dts + ticks, randomAccess, payload);
    }
}
