/** What a page can do with its player when the picture stands still. */
export interface Remedies {
  /** Seeks to the live edge: gets a player over a gap that it does not know how to skip. */
  goLive(): void;
  /** Loads the same address once more, in the same player, and plays. */
  restart(): void;
}

/** A picture that has stood still for this long, in ms, is helped. */
export const STILL_MS = 4_000;
/** And when that did not help, the player begins anew this long afterwards, again and again. */
export const RESTART_MS = 8_000;
const LOOK_MS = 500;

/**
 * Keeps a live player going through outages without a reload of the page: an encoder that comes back leaves a gap in the
 * playlist, a server that is started again has refused connections for seconds, and each player gives up on something of
 * that. Looks whether the picture moves while it should. Answers a function that ends it.
 */
export function stayLive(video: HTMLMediaElement, { goLive, restart }: Remedies): () => void {
  let last = video.currentTime;
  let movedAt = performance.now();
  let next = STILL_MS;
  let helped = false;
  const timer = setInterval(() => {
    const now = performance.now();
    // What was helped, and is paused, has not begun to play again: its time is another because the player has let go of it.
    const moves = video.currentTime !== last && !(helped && video.paused);
    // A viewer who paused is left alone, and a show that is over; an element with an error is paused by nobody.
    if (moves || video.ended || (video.paused && !video.error && !helped)) {
      last = video.currentTime;
      movedAt = now;
      next = STILL_MS;
      helped = false;
    } else if (now - movedAt >= next) {
      // Not all at once: everybody who watches has seen the same outage.
      next = now - movedAt + RESTART_MS * (0.8 + 0.4 * Math.random());
      (helped ? restart : goLive)();
      helped = true;
      last = video.currentTime;
    }
  }, LOOK_MS);
  return () => clearInterval(timer);
}
