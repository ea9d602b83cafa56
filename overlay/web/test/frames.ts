import type { Page } from 'playwright-core';
import { CODE_BITS, CODE_CELL, SHAPES } from './media.ts';

/** A frame as it was handed to the screen, and what the player said meanwhile. */
export interface PresentedFrame {
  /** Number that is painted into the picture. */
  readonly painted: number;
  /** Media date of that picture by the player's clock, ms since 1970. */
  readonly date: number;
  /** What `data-media-date` and `data-cue-q` said. */
  readonly toldDate: number;
  readonly q: string;
}

/** One image that the browser composed: picture and page together. */
export interface DrawnFrame {
  readonly painted: number;
  /** Whether the card with the product looked for was in it. */
  readonly marked: boolean;
}

/**
 * Reads each presented frame as a `VideoFrame`, whose pixels and timestamp belong together. A canvas would be handed
 * whatever the compositor shows by now, which is up to three pictures further than the one the callback speaks of.
 */
export function presentedFrames(page: Page, seconds: number): Promise<PresentedFrame[]> {
  return page.locator('vitrine-player').evaluate(
    (player, { bits, cell, ms }) =>
      new Promise<PresentedFrame[]>((resolve) => {
        const { dataset } = player as HTMLElement;
        const video = player.shadowRoot?.querySelector('video') as HTMLVideoElement;
        const context = new OffscreenCanvas(bits * cell, cell).getContext('2d', {
          willReadFrequently: true,
        }) as OffscreenCanvasRenderingContext2D;
        const seen: PresentedFrame[] = [];
        const end = performance.now() + ms;
        const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
          const frame = new VideoFrame(video);
          context.drawImage(frame, 0, 0, bits * cell, cell, 0, 0, bits * cell, cell);
          const later = frame.timestamp / 1_000 - mediaTime * 1_000;
          frame.close();
          const { data } = context.getImageData(0, 0, bits * cell, cell);
          let painted = 0;
          for (let bit = 0; bit < bits; bit++) {
            const pixel = ((cell >> 1) * bits * cell + bit * cell + (cell >> 1)) * 4;
            painted += (data[pixel] ?? 0) > 128 ? 2 ** bit : 0;
          }
          const toldDate = Date.parse(dataset['mediaDate'] ?? '');
          seen.push({ painted, date: toldDate + later, toldDate, q: dataset['cueQ'] ?? '' });
          if (performance.now() < end) {
            video.requestVideoFrameCallback(look);
          } else {
            resolve(seen);
          }
        };
        video.requestVideoFrameCallback(look);
      }),
    { bits: CODE_BITS, cell: CODE_CELL, ms: seconds * 1000 },
  );
}

/**
 * Records what the browser composes, frame after frame, as a viewer's screen would get it. The picture is laid over the
 * whole window so that its number can be read, and a field in the lower left corner is white while the card holds `sku`.
 */
export async function drawnFrames(page: Page, sku: string, seconds: number): Promise<DrawnFrame[]> {
  await page.locator('vitrine-player').evaluate((player, wanted) => {
    const over = 'position:fixed;left:0;z-index:9999;';
    const video = player.shadowRoot?.querySelector('video') as HTMLVideoElement;
    video.style.cssText = `${over}top:0;width:100vw;height:100vh;object-fit:fill`;
    const field = document.createElement('div');
    document.documentElement.append(field);
    const card = player.shadowRoot?.querySelector('vitrine-card')?.shadowRoot as ShadowRoot;
    const mark = (): void => {
      const colour = card.querySelector(`[data-sku="${wanted}"]`) ? '#fff' : '#000';
      field.style.cssText = `${over}bottom:0;width:64px;height:64px;background:${colour}`;
    };
    new MutationObserver(mark).observe(card, { subtree: true, childList: true, attributes: true });
    mark();
  }, sku);

  const images: string[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    images.push(data);
    void session.send('Page.screencastFrameAck', { sessionId });
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 80, everyNthFrame: 1 });
  await page.waitForTimeout(seconds * 1000);
  await session.send('Page.stopScreencast');

  return page.evaluate(
    async ({ jpegs, bits, cell, width }) => {
      const drawn: DrawnFrame[] = [];
      for (const jpeg of jpegs) {
        const bytes = Uint8Array.from(atob(jpeg), (character) => character.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
        const context = new OffscreenCanvas(image.width, image.height).getContext(
          '2d',
        ) as OffscreenCanvasRenderingContext2D;
        context.drawImage(image, 0, 0);
        const white = (x: number, y: number): boolean =>
          (context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data[0] ?? 0) > 128;
        const scale = image.width / width;
        let painted = 0;
        for (let bit = 0; bit < bits; bit++) {
          painted += white((bit + 0.5) * cell * scale, cell * 0.5 * scale) ? 2 ** bit : 0;
        }
        drawn.push({ painted, marked: white(32, image.height - 32) });
      }
      return drawn;
    },
    { jpegs: images, bits: CODE_BITS, cell: CODE_CELL, width: SHAPES[0]?.width ?? 0 },
  );
}
