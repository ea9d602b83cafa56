// Debian's Chromium, as a viewer has it who looks at the page.
import { chromium } from 'playwright-core';

export const launch = (headed = false) =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: !headed,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows',
    ],
  });
