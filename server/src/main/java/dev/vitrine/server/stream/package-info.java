/**
 * Live programmes: who publishes to which channel, what of it is on which place of the show's one time line, and what
 * survives when an encoder goes away.
 *
 * <pre>
 *   ingest's event loop            whoever drains the lane, one at a time        workers
 *   ───────────────────            ──────────────────────────────────────        ───────
 *   Take.write(unit) ──▶ Lane ═══▶ LiveChannel ─ shift ▶ HlsPackager             admit, create and end a show,
 *        │               bounded       ▲                                         renew cues (all that waits for disk)
 *        │ newest frame  by bytes      │ eventsChanged                                │
 *        ▼                             └──────────────────────────────────────────────┘
 *   "live" for cues
 * </pre>
 *
 * A {@link dev.vitrine.server.stream.LiveChannel} lasts as long as the server, a {@link
 * dev.vitrine.server.stream.LiveShow} as long as a broadcast, a {@link dev.vitrine.server.stream.Take} as long as one
 * connection of an encoder.
 */
@NullMarked
package dev.vitrine.server.stream;

import org.jspecify.annotations.NullMarked;
