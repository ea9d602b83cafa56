// node --test testkit/web
import assert from "node:assert/strict";
import test from "node:test";
import { code, paint, read, rows } from "./frame-stamp.mjs";

const picture = (width) => {
  const height = rows(width);
  return { width, height, data: new Uint8ClampedArray(4 * width * height) };
};

test("reads what it painted, at every width", () => {
  for (const width of [80, 83, 320, 426, 640, 1280, 1920]) {
    for (const number of [0, 1, 29, 0x55555555, 0xaaaaaaaa, 0xffffffff]) {
      const stamped = picture(width);
      paint(stamped, number);
      assert.equal(read(stamped), number, `${number} at ${width} px`);
    }
  }
});

test("agrees with the Java twin on every cell (the same table stands in FrameStampTest)", () => {
  assert.deepEqual([0, 1, 123456, 4294967295].map((number) => code(number).toString(16).padStart(10, "0")),
    ["000000000e", "000000004d", "000078900f", "3fffffffc6"]);
});

test("trusts no picture without a stamp", () => {
  assert.equal(read(picture(320)), null);
  assert.equal(read({ width: 64, height: 36, data: new Uint8ClampedArray(64 * 36 * 4) }), null);
});

test("trusts no stamp with a flipped cell", () => {
  for (let cell = 0; cell < 40; cell++) {
    const stamped = picture(320);
    paint(stamped, 424242);
    for (let y = 0; y < 8; y++) {
      for (let x = cell * 8; x < cell * 8 + 8; x++) {
        const i = 4 * (y * 320 + x);
        for (const channel of [i, i + 1, i + 2]) stamped.data[channel] = 255 - stamped.data[channel];
      }
    }
    assert.equal(read(stamped), null, `cell ${cell}`);
  }
});

test("refuses numbers that do not fit", () => {
  assert.throws(() => code(-1), RangeError);
  assert.throws(() => code(2 ** 32), RangeError);
});
