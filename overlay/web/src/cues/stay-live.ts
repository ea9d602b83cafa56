/** What a page can do with its player when the picture stands still. */
export interface Remedies {
  /** Seeks to the live edge: gets a player over a gap that it does not know how to skip. */
  goLive(): void;
  /** Loads the same address once more, in the same player, and plays. */
  restart(): void;
  /** Whether the playlist has told that the show is over. */
  isOver?(): boolean;
}

/** A picture that has stood still for this long, in ms, is helped. */
export const STILL_MS = 4_000;
/** And when that did not help, the player begins anew this long afterwards, again and again. */
export const RESTART_MS = 8_000;
const LOOK_MS = 500;
/** What is missing at the end of a show whose encoder was lost: as long as a server waits for it, and some more. */
const END_S = 90;
/** Its last picture stands for half a second. */
const LAST_S = 0.25;

/**
 * Keeps a live player going through outages without a reload of the page: an encoder that comes back leaves a gap in the
 * playlist, a server that is started again has refused connections for seconds, and each player gives up on something of
 * that. Looks whether the picture moves while it should. Of a show that ends while its encoder is away it shows the end.
 * Answers a function that ends it.
 */
export function stayLive(video: HTMLMediaElement, { goLive, restart, isOver }: Remedies): () => void {
  // A show that is over has no live edge, and its address will not be there for who begins anew.
  const goToEnd = (): void => {
    if (video.duration - video.currentTime < END_S) {
      video.currentTime = Math.max(video.currentTime, video.duration - LAST_S);
    }
  };
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
      // A player that could not load it again says so of nothing, too.
      if (isOver?.() && video.duration > 0) {
        goToEnd();
      } else {
        (helped ? restart : goLive)();
        helped = true;
      }
      last = video.currentTime;
    }
  }, LOOK_MS);
  return () => clearInterval(timer);
}
