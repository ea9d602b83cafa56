import './page.css';
import { Console } from './model/console.ts';
import { openSettings } from './model/settings.ts';
import './ui/app.ts';

const settings = openSettings(storage(), navigator.language);
const root = document.documentElement;
const show = () => {
  root.dataset['theme'] = settings.theme.value;
  root.lang = settings.language.value;
};
settings.theme.subscribe(show);
settings.language.subscribe(show);
show();

const console_ = new Console((input, init) => fetch(input, init));
const app = document.querySelector('vc-app');
if (app === null) throw new Error('the page has no <vc-app>');
app.app = { console: console_, settings };
app.start();

void console_.start((millis) => new Promise((resolve) => setTimeout(resolve, millis)));

/** A browser may forbid storage altogether; reading the property is then what throws. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
