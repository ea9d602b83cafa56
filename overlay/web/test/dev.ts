import { Fixture } from './fixture-server.ts';

/** `npm run dev`: a show that goes on, for looking at. Build first; the page is the built one. */
const fixture = await Fixture.start(Number(process.env['PORT'] ?? 5180));
const skus = ['TS-01', 'NL-02', 'AT-03', 'KL-04', 'TX-05', 'GD-06', 'DT-07'];
let turn = 0;

function next(): void {
  for (const channel of fixture.channels.values()) {
    const [pin = '', before = ''] = [skus[turn % skus.length], skus[(turn + skus.length - 1) % skus.length]];
    const until = new Date(channel.edgeDate + 45_000).toISOString();
    channel.cue([
      { t: 'card', sku: before },
      { t: 'pin', sku: pin },
      ...(turn % 3 === 0 ? [{ t: 'offer' as const, sku: pin, id: `of${turn}`, until }] : []),
    ]);
  }
  turn++;
}
next();
setInterval(next, 12_000);
console.log(`${fixture.origin}/watch/wide  ${fixture.origin}/watch/tall  ${fixture.origin}/overlay/wide`);
