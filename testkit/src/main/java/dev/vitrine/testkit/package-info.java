/**
 * How do we make media, publish it and look at what came out? Used by the other modules' tests.
 *
 * <pre>
 *   {@link dev.vitrine.testkit.Programme} ──▶ {@link dev.vitrine.testkit.Encoder} ──rtmp──▶ (the server under test)
 *                                                                │ http
 *            {@link dev.vitrine.testkit.FrameDates}, {@link dev.vitrine.testkit.BoxDump}, {@link dev.vitrine.testkit.Ffprobe} ◀── {@link dev.vitrine.testkit.HlsClient}
 * </pre>
 *
 * <p>Nothing here knows the modules it judges: playlists and boxes are read by code of its own, pictures by FFmpeg.
 */
@NullMarked
package dev.vitrine.testkit;

import org.jspecify.annotations.NullMarked;
