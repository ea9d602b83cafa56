/** Takes the picture into a window of its own, or back. */
export async function togglePictureInPicture(video: HTMLVideoElement): Promise<void> {
  try {
    await (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture());
  } catch {
    // The browser said no; the picture is where it was.
  }
}

/**
 * Lets the whole player fill the screen, overlay and all; where a browser forbids that (iPhones do, for anything but a
 * video), the window. `told` hears of the latter: of the former the browser tells itself.
 */
export async function toggleFullscreen(player: HTMLElement, told: (fills: boolean) => void): Promise<void> {
  const fillWindow = (): void => told(player.toggleAttribute('data-fills-window'));
  if (typeof player.requestFullscreen !== 'function') {
    return fillWindow();
  }
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : player.requestFullscreen());
  } catch {
    fillWindow();
  }
}
