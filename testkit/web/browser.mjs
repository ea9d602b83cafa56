// Debian's Chromium, as a viewer has it who looks at the page. What every browser test starts it with is in chromium.json:
// without sandbox, for root; without what it does beside showing pages, of which the suggestions below its address bar cost over
// a second of a core for each window that opens, headless as it is.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const ARGUMENTS = JSON.parse(readFileSync(new URL('chromium.json', import.meta.url)));

export const launch = (headed = false) =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: !headed,
    args: [
      ...ARGUMENTS,
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows',
    ],
  });
