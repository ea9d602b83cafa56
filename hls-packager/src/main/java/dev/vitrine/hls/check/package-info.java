/**
 * Does an HLS server, ours or anybody's, keep the rules? The checklist of {@code docs/hls-check.md} as code.
 *
 * <pre>
 *   any server ──▶ Observer ──▶ Observed ──▶ Checker ──▶ Report
 *     HTTP          I/O, its     what was     rule groups,   findings, and which lines
 *                   own threads  seen, when   pure           passed, failed, did not apply
 * </pre>
 *
 * The rules know no network and no clock: an observation can be recorded, altered and judged again, which is how the
 * tests prove for every line that it can fail. Sections are those of draft-pantos-hls-rfc8216bis-22.
 *
 * <p>{@link dev.vitrine.hls.check.Checker} is fed by one thread at a time; the rest is immutable or owned by {@code
 * Observer}.
 */
@NullMarked
package dev.vitrine.hls.check;

import org.jspecify.annotations.NullMarked;
