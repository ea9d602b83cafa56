/**
 * How fast, how small, how exact? Vitrine and nginx with its RTMP module under the same load, in the same run.
 *
 * <pre>
 *   {@link dev.vitrine.bench.Publishers} ──rtmp──▶ {@link dev.vitrine.bench.RtmpTap} (notes when each frame passed) ──▶ {@link dev.vitrine.bench.Subject}
 *                                                                                              ▲ http
 *                                    {@link dev.vitrine.bench.Watch} (polls every 10 ms), {@link dev.vitrine.bench.Viewers}
 * </pre>
 *
 * <p>CPU is that of the server's processes alone, from /proc: publishers and viewers do not count.
 */
@NullMarked
package dev.vitrine.bench;

import org.jspecify.annotations.NullMarked;
