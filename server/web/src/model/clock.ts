/** `00:12:43`: always the same width, so that a running clock does not move its neighbours. */
export function formatClock(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
}

/** `12:43`, or with hours from one hour on. */
export function formatShortClock(millis: number): string {
  const clock = formatClock(millis);
  return clock.startsWith('00:') ? clock.slice(3) : clock;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * The media date that is at ingest now, from the last one the server told and the time since then. While the encoder is
 * away the media clock stands as far as anybody here can know.
 */
export function edgeNow(edge: string, receivedAt: number, now: number, running: boolean): number {
  return Date.parse(edge) + (running ? Math.max(0, now - receivedAt) : 0);
}

export function toMediaDate(millis: number): string {
  return new Date(millis).toISOString();
}
