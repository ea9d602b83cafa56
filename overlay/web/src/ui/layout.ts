/**
 * How the player arranges itself, by its own size (not the window's) and the shape of the picture:
 *
 * - `mini`: too small for anything but picture and bag
 * - `stacked`: a wide picture in a tall box: the shop stands below the picture
 * - `column`: room for the shop beside the picture
 * - `drawer`: a low, wide box (a phone on its side): the shop slides in from the side
 * - `sheet`: everything else: the shop slides up over the picture
 */
export type Layout = 'mini' | 'stacked' | 'column' | 'drawer' | 'sheet';

export interface Box {
  readonly width: number;
  readonly height: number;
}

const MINI = { width: 320, height: 180 };
const COLUMN = { width: 1024, height: 480 };
const DRAWER = { width: 560, height: 480 };
/** Below this much room under the picture there is no shop to stand there. */
const STACKED_ROOM = 200;

/** `picture`: the video's own size, undefined until it is known, and then it is taken to be wide. */
export function chooseLayout(box: Box, picture: Box | undefined): Layout {
  if (box.width < MINI.width || box.height < MINI.height) {
    return 'mini';
  }
  if (box.width >= COLUMN.width && box.height >= COLUMN.height) {
    return 'column';
  }
  const shape = picture && picture.height > 0 ? picture.width / picture.height : 16 / 9;
  if (shape > 1 && box.height - box.width / shape >= STACKED_ROOM) {
    return 'stacked';
  }
  return box.width >= DRAWER.width && box.height < DRAWER.height ? 'drawer' : 'sheet';
}

/** Whether the shop is always there, rather than something that opens over the picture. */
export function shopStays(layout: Layout): boolean {
  return layout === 'stacked' || layout === 'column';
}
