/**
 * Playlists as records, the reading and the writing of each tag side by side (draft-pantos-hls-rfc8216bis-22 §4). Text
 * in, text out: nothing here knows where segments come from.
 *
 * <p>The writer makes what this project serves; the reader takes what any server may send, as far as the tags have a
 * record here, and skips what it does not know (§6.3.1).
 *
 * <p>Immutable values; any thread.
 */
@NullMarked
package dev.vitrine.hls.playlist;

import org.jspecify.annotations.NullMarked;
