import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { promisify } from 'node:util';

const folder = new URL('../.tmp/media/', import.meta.url);

export const FRAME_RATE = 30;
export const PART_S = 0.5;
export const PARTS_PER_SEGMENT = 4;
export const SEGMENT_S = PART_S * PARTS_PER_SEGMENT;
/** 32 s are 960 pictures and 1500 AAC frames: it loops without a seam. */
export const LOOP_S = 32;
export const LOOP_PARTS = LOOP_S / PART_S;
/** Bits of the frame counter that is painted into the picture, least significant first, left to right. */
export const CODE_BITS = 10;
export const CODE_CELL = 12;

export interface Shape {
  readonly name: 'wide' | 'tall';
  readonly width: number;
  readonly height: number;
}

export const SHAPES: readonly Shape[] = [
  { name: 'wide', width: 1280, height: 720 },
  { name: 'tall', width: 720, height: 1280 },
];

/** A loop of fragmented MP4, cut into initialisation and parts of half a second that each begin with a key frame. */
export interface Loop {
  readonly shape: Shape;
  readonly init: Buffer;
  readonly parts: readonly Buffer[];
  readonly poster: Buffer;
}

export async function loadLoop(shape: Shape): Promise<Loop> {
  await mkdir(folder, { recursive: true });
  const file = new URL(`${shape.name}-4.mp4`, folder);
  const poster = new URL(`${shape.name}-4.jpg`, folder);
  if (!existsSync(poster)) {
    await encode(shape, file.pathname, poster.pathname);
  }
  const bytes = await readFile(file);
  const boxes = [...topBoxes(bytes)];
  const cut = (from: number, to: number): Buffer => bytes.subarray(from, to);
  const firstMoof = boxes.findIndex(({ type }) => type === 'moof');
  const parts: Buffer[] = [];
  for (let i = firstMoof; i < boxes.length; i++) {
    const [moof, mdat] = [boxes[i], boxes[i + 1]];
    if (moof?.type === 'moof' && mdat?.type === 'mdat') {
      parts.push(cut(moof.start, mdat.end));
    }
  }
  if (parts.length < LOOP_PARTS) {
    throw new Error(`${file.pathname} has ${parts.length} fragments, ${LOOP_PARTS} are needed`);
  }
  return {
    shape,
    init: cut(0, boxes[firstMoof]?.start ?? 0),
    parts: parts.slice(0, LOOP_PARTS),
    poster: await readFile(poster),
  };
}

/** The part with its decode times moved by so many turns of the loop. */
export function shifted(part: Buffer, turns: number, timescales: ReadonlyMap<number, number>): Buffer {
  const copy = Buffer.from(part);
  let at = copy.indexOf('tfhd', 0, 'latin1');
  while (at >= 0) {
    const track = copy.readUInt32BE(at + 8);
    const tfdt = copy.indexOf('tfdt', at, 'latin1');
    const long = copy[tfdt + 4] === 1;
    const add = BigInt(turns * LOOP_S * (timescales.get(track) ?? 0));
    if (long) {
      copy.writeBigUInt64BE(copy.readBigUInt64BE(tfdt + 8) + add, tfdt + 8);
    } else {
      copy.writeUInt32BE(copy.readUInt32BE(tfdt + 8) + Number(add), tfdt + 8);
    }
    at = copy.indexOf('tfhd', tfdt, 'latin1');
  }
  return copy;
}

/** Timescale by track id, from the initialisation's `tkhd` and `mdhd` (version 0, as FFmpeg writes them). */
export function timescalesOf(init: Buffer): Map<number, number> {
  const timescales = new Map<number, number>();
  let at = init.indexOf('tkhd', 0, 'latin1');
  while (at >= 0) {
    const mdhd = init.indexOf('mdhd', at, 'latin1');
    timescales.set(init.readUInt32BE(at + 16), init.readUInt32BE(mdhd + 16));
    at = init.indexOf('tkhd', mdhd, 'latin1');
  }
  return timescales;
}

function* topBoxes(bytes: Buffer): Generator<{ type: string; start: number; end: number }> {
  for (let start = 0; start + 8 <= bytes.length;) {
    const end = start + bytes.readUInt32BE(start);
    yield { type: bytes.toString('latin1', start + 4, start + 8), start, end };
    start = end;
  }
}

async function encode({ width, height }: Shape, file: string, poster: string): Promise<void> {
  const code = Array.from(
    { length: CODE_BITS },
    (_, bit) =>
      `drawbox=x=${bit * CODE_CELL}:y=0:w=${CODE_CELL}:h=${CODE_CELL}:color=white:t=fill:enable='gt(mod(floor(n/${2 ** bit}),2),0)'`,
  );
  const scene = [
    `gradients=s=${width}x${height}:r=${FRAME_RATE}:d=${LOOP_S}:n=4:c0=0xF2E4D5:c1=0xC98F70:c2=0x6E4A4E:c3=0xE9C9A8:x0=0:y0=0:x1=${width}:y1=${height}:speed=0.01`,
    `drawbox=x=0:y=0:w=${CODE_BITS * CODE_CELL}:h=${CODE_CELL}:color=black:t=fill`,
    ...code,
  ].join(',');
  const run = promisify(execFile);
  const temporary = file.replace('.mp4', '.part.mp4');
  await run('/usr/bin/ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-y', '-threads', '2'],
    ...['-f', 'lavfi', '-i', scene],
    ...['-f', 'lavfi', '-i', `sine=frequency=220:sample_rate=48000:duration=${LOOP_S}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '27', '-pix_fmt', 'yuv420p', '-bf', '0'],
    ...['-g', `${FRAME_RATE * PART_S}`, '-keyint_min', `${FRAME_RATE * PART_S}`, '-sc_threshold', '0'],
    // The encoder's 1024 samples of priming would come before 0, and the muxer would move the pictures to make room.
    ...['-af', 'asetpts=PTS+1024', '-c:a', 'aac', '-b:a', '48k', '-t', `${LOOP_S}`],
    ...['-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', temporary],
  ]);
  await rename(temporary, file);
  await run('/usr/bin/ffmpeg', ['-loglevel', 'error', '-y', '-ss', '4', '-i', file, '-frames:v', '1', poster]);
}
