/** How do access units and timed events become segments, parts and playlists? */
@NullMarked
package dev.vitrine.hls;

import org.jspecify.annotations.NullMarked;
