/**
 * How do access units and timed events become segments, parts and playlists?
 *
 * <pre>
 *                    one media thread                                       │        any thread
 *  ┌───────────┐   ┌────────────────┐   ┌───────────────┐   ┌────────────┐  │  ┌────────────────┐
 *  │ Segmenter │──▶│ cmaf.Fragment- │──▶│ SegmentWindow │──▶│ Playlist-  │──┼─▶│ HlsPublication │──▶ viewers
 *  │ where to  │   │ Writer         │   │ what is       │   │ Version    │  │  │ answers, or    │
 *  │ cut       │   │ moof + mdat    │   │ listed        │   │ immutable  │  │  │ parks          │
 *  └───────────┘   └───────┬────────┘   └───────▲───────┘   └────────────┘  │  └───────▲────────┘
 *        ▲                 ▼                    │                           │          │
 *   access units     SegmentStore          EventSource                      │   the edge from memory,
 *   (MediaSink)      memory or disk        date ranges                      │   the rest from the store
 * </pre>
 *
 * {@link dev.vitrine.hls.HlsPackager} is the row above the line: one per rendition, on the media thread of its stream.
 * {@link dev.vitrine.hls.HlsPublication} is what viewers' requests meet; playlists are rendered when the first of them
 * asks. The specification is draft-pantos-hls-rfc8216bis-22; a bare § in this module is a section of it.
 *
 * <p>{@link dev.vitrine.hls.DiskSegmentStore} keeps a directory from which a show goes on after a restart
 * ({@link dev.vitrine.hls.Resumed}) and is seen again when it is over ({@link dev.vitrine.hls.Replay}).
 *
 * <p>{@code hls.cmaf} knows boxes and no playlists, {@code hls.playlist} knows tags and no media.
 */
@NullMarked
package dev.vitrine.hls;

import org.jspecify.annotations.NullMarked;
