// Times that move: ages of posts (`time[data-age]`) and countdowns (`[data-until]`), worded by the server's own patterns.
import { say } from './page.js';

const MINUTE = 60; const HOUR = 60 * MINUTE; const DAY = 24 * HOUR;

/** `12 min`, `3 h`, `2 d`; beyond a week the server's own date stays. */
function age(seconds) {
  if (seconds < MINUTE) return say('ageNow');
  if (seconds < HOUR) return say('ageMinutes', { n: Math.floor(seconds / MINUTE) });
  if (seconds < DAY) return say('ageHours', { n: Math.floor(seconds / HOUR) });
  return seconds < 7 * DAY ? say('ageDays', { n: Math.floor(seconds / DAY) }) : null;
}

/** `2 d 4 h 12 min`, `4 h 12 min`, `1 min 24 s`, `24 s`. */
export function span(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  const parts = { d: Math.floor(left / DAY), h: Math.floor(left % DAY / HOUR), m: Math.floor(left % HOUR / MINUTE), s: left % MINUTE };
  if (left < MINUTE) return say('spanSeconds', parts);
  if (left < HOUR) return say('spanMinutes', parts);
  return say(left < DAY ? 'spanHours' : 'spanDays', parts);
}

/** Now, by the clock of this page: a demo on another day says how many seconds it is ahead of the reader's. */
export const now = () => Date.now() + Number(document.documentElement.dataset.ahead ?? 0) * 1000;

function write(node, text) {
  if (text !== null && text !== '' && node.textContent !== text) node.textContent = text;
}

function tick() {
  const at = now();
  for (const node of document.querySelectorAll('time[data-age]')) write(node, age((at - Date.parse(node.dateTime)) / 1000));
  for (const node of document.querySelectorAll('[data-until]:not(undo-ring)')) {
    const left = (Date.parse(node.dataset.until) - at) / 1000;
    if (left > 0) write(node, span(left));
    else if (!node.dataset.ended) {
      node.dataset.ended = '1';
      write(node, node.dataset.over ?? '');
      node.dispatchEvent(new CustomEvent('buyline:ended', { bubbles: true }));
    }
  }
}
tick();
setInterval(tick, 1000);
