/**
 * Access units in, fragmented MP4 out: init segments and {@code moof}+{@code mdat} fragments after ISO/IEC 14496-12 and
 * 23000-19 (CMAF). Knows nothing of playlists, so that another manifest could be served from the same bytes.
 *
 * <p>Pure functions of immutable values; any thread.
 */
@NullMarked
package dev.vitrine.hls.cmaf;

import org.jspecify.annotations.NullMarked;
