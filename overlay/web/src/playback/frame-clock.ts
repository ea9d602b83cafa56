/**
 * Tells the media time of each frame that the viewer sees. `requestVideoFrameCallback` runs before the paint that shows
 * the frame, so what is drawn in the callback appears together with it. Where no frames are presented (hidden tab,
 * audio only, a browser without the call) the element's clock has to do: `timeupdate`, four times a second.
 */
export class FrameClock {
  private readonly stop = new AbortController();
  private handle: number | undefined;
  private lastFrameAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onFrame: (mediaTime: number) => void,
  ) {
    const { signal } = this.stop;
    for (const event of ['timeupdate', 'seeked', 'pause'] as const) {
      video.addEventListener(event, () => this.onTick(), { signal });
    }
    this.request();
  }

  destroy(): void {
    this.stop.abort();
    if (this.handle !== undefined) {
      this.video.cancelVideoFrameCallback(this.handle);
    }
  }

  private request(): void {
    if (typeof this.video.requestVideoFrameCallback === 'function') {
      this.handle = this.video.requestVideoFrameCallback((now, { mediaTime }) => {
        this.lastFrameAt = now;
        this.onFrame(mediaTime);
        this.request();
      });
    }
  }

  private onTick(): void {
    const framesFlow = performance.now() - this.lastFrameAt < 500;
    if (!framesFlow && !this.video.seeking) {
      this.onFrame(this.video.currentTime);
    }
  }
}
