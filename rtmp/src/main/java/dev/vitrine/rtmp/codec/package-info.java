/**
 * What decoder configurations say about themselves: bytes of avcC, AudioSpecificConfig and their like become {@link
 * dev.vitrine.media.TrackFormat}s. Pure functions over short byte arrays; every loop is bounded by the input's length.
 */
@NullMarked
package dev.vitrine.rtmp.codec;

import org.jspecify.annotations.NullMarked;
