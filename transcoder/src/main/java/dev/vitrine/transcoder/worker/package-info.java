/**
 * What runs in the transcoder's child process: FFmpeg through its C functions, with one owner for every native object.
 *
 * <pre>
 *   main: standard input ─▶ Pipeline ─ queue ─▶ decode ─ picture ─▶ rung 720p ─ scaled ─▶ rung 480p ─ scaled ─▶ …
 *                                               one thread            each a thread: scale, hand on, encode
 *                                                                        └──────────────┴─▶ standard output
 * </pre>
 *
 * A picture is decoded once, made whole if it is interlaced, and scaled for each rung from the next larger picture that
 * was made anyway. When the parent's end of standard input closes, the process ends.
 */
@NullMarked
package dev.vitrine.transcoder.worker;

import org.jspecify.annotations.NullMarked;
