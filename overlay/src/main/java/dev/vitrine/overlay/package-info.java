/**
 * What is for sale, and when is it on screen?
 *
 * <pre>
 *   CueCommand ──▶ CueDesk ──▶ CueLog           on disk before anybody is told
 *                     │
 *                     └─────▶ CueTimeline        immutable; its TimedEvents are all that a packager sees
 * </pre>
 *
 * <p>Knows no playlist, no database and no HTTP: a timeline leaves as {@link dev.vitrine.media.TimedEvent}s, a log is
 * an interface. The desk may be called from any thread; everything else here is an immutable value. The format of what
 * travels in an event is written down in {@code docs/cue-format.md}.
 */
@NullMarked
package dev.vitrine.overlay;

import org.jspecify.annotations.NullMarked;
