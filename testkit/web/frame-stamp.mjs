// The frame number in the picture, for browsers: twin of dev.vitrine.transcoder.programme.FrameStamp, whose comment
// describes the layout to the pixel. 40 square cells along the top edge: white, black, 32 bits of number, 6 bits of CRC.

export const CELLS = 40;
const CHECK_BITS = 6n;
const MIN_CONTRAST = 48;

/** Rows the stamp takes in a picture of this width. */
export const rows = (width) => Math.floor(width / CELLS);

const edge = (cell, width) => Math.floor((cell * width) / CELLS);

/** The 38 bits of cells 2 to 39, as a BigInt. */
export function code(number) {
  if (!Number.isInteger(number) || number < 0 || number > 0xffffffff) {
    throw new RangeError(`frame number ${number} is not between 0 and 4294967295`);
  }
  let register = 0b111111;
  for (let bit = 31; bit >= 0; bit--) {
    const feedback = ((register >> 5) & 1) ^ ((number >>> bit) & 1);
    register = ((register << 1) & 0b111111) ^ (feedback ? 0b000011 : 0);
  }
  return (BigInt(number) << CHECK_BITS) | BigInt(register);
}

/** Draws the stamp into RGBA pixels, as ImageData has them. */
export function paint({ data, width }, number) {
  const bits = code(number);
  for (let cell = 0; cell < CELLS; cell++) {
    const white = cell === 0 || (cell > 1 && (bits >> BigInt(CELLS - 1 - cell)) & 1n);
    for (let y = 0; y < rows(width); y++) {
      for (let x = edge(cell, width); x < edge(cell + 1, width); x++) {
        data.set(white ? [255, 255, 255, 255] : [0, 0, 0, 255], 4 * (y * width + x));
      }
    }
  }
}

/**
 * Reads the stamp from RGBA pixels (`context.getImageData(0, 0, width, rows(width))` is enough).
 * Returns the frame's number, or null when there is no stamp or one that cannot be trusted.
 */
export function read({ data, width, height }) {
  if (width < 2 * CELLS || height < rows(width)) return null;
  const white = brightness(data, width, 0);
  const black = brightness(data, width, 1);
  if (white - black < MIN_CONTRAST) return null;
  let bits = 0n;
  for (let cell = 2; cell < CELLS; cell++) {
    const distance = brightness(data, width, cell) - (white + black) / 2;
    if (Math.abs(distance) < (white - black) / 6) return null;
    bits = (bits << 1n) | (distance > 0 ? 1n : 0n);
  }
  const number = Number(bits >> CHECK_BITS);
  return code(number) === bits ? number : null;
}

/** Mean luma of the inner half of a cell, 0 to 255. */
function brightness(data, width, cell) {
  const left = edge(cell, width);
  const size = edge(cell + 1, width) - left;
  const height = rows(width);
  const across = Math.floor(size / 4);
  const down = Math.floor(height / 4);
  let sum = 0;
  let count = 0;
  for (let y = down; y < height - down; y++) {
    for (let x = left + across; x < left + size - across; x++) {
      const i = 4 * (y * width + x);
      sum += 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
      count++;
    }
  }
  return sum / count;
}
