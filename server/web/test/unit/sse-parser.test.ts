import { expect, test } from 'vitest';
import { SseParser } from '../../src/api/sse-parser.ts';

const STREAM =
  ': hello\n\nevent: hello\ndata: {"server":"0.1.0"}\n\nevent: cue\r\ndata: {"a":1,\r\ndata: "b":2}\r\n\r\nid: 7\nretry: 10\ndata:x\n\n';
const EVENTS = [
  { event: 'hello', data: '{"server":"0.1.0"}' },
  { event: 'cue', data: '{"a":1,\n"b":2}' },
  { event: 'message', data: 'x' },
];

test('events are read with comments, ids and retries left aside', () => {
  expect(new SseParser().feed(STREAM)).toEqual(EVENTS);
});

test('any cut of the stream reads alike', () => {
  for (let cut = 1; cut < STREAM.length; cut++) {
    const parser = new SseParser();
    const read = [...parser.feed(STREAM.slice(0, cut)), ...parser.feed(STREAM.slice(cut))];
    expect(read, `cut at ${cut}`).toEqual(EVENTS);
  }
});

test('an event without its closing line is not told', () => {
  expect(new SseParser().feed('event: cue\ndata: 1\n')).toEqual([]);
});
