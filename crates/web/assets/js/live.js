// Prices and stock of cards on this page, pushed by the server within a second. One connection per tab, none when hidden for long.
// Event `offer`: {offer, price, was, stock, level: few|ok|bad|plain, open, why}. Event `campaign`: {campaign, text,
// gifts, matched, percent or null}. Event `shop`: the demo's shop opposite has something new.
import { documentOf } from './page.js';

const OFFERS_MAX = 60;
const HIDDEN_MS_MAX = 60_000;
let source = null;
let resting = 0;

function open() {
  if (source || !document.querySelector('buy-card, [data-campaign], [data-opposite]')) return;
  const offers = new Set([...document.querySelectorAll('buy-card [data-offer]')].map((o) => o.dataset.offer.split('.')[0]));
  const shop = document.querySelector('[data-opposite]') ? '&shop=true' : '';
  const campaigns = new Set([...document.querySelectorAll('[data-campaign]')].map((meter) => meter.dataset.campaign));
  const first = (ids) => [...ids].slice(0, OFFERS_MAX).join(',');
  source = new EventSource(`/live?offers=${first(offers)}&campaigns=${first(campaigns)}${shop}`);
  source.addEventListener('offer', (message) => {
    const fact = read(message);
    if (fact) for (const card of document.querySelectorAll('buy-card')) card.update(fact);
  });
  source.addEventListener('campaign', (message) => {
    const told = read(message);
    if (told) for (const meter of document.querySelectorAll(`[data-campaign="${told.campaign}"]`)) move(meter, told);
  });
  source.addEventListener('shop', look);
}

/** Shows the shop opposite as it is now; whoever stands in it keeps their place. */
async function look() {
  try {
    const response = await fetch('/demo/opposite', { headers: { 'X-Buyline-Fragment': 'inline' }, credentials: 'same-origin' });
    const fresh = response.ok && (await documentOf(response)).querySelector('[data-opposite]');
    const shown = document.querySelector('[data-opposite]');
    if (!fresh || !shown) return;
    const held = shown.contains(document.activeElement);
    shown.replaceWith(document.adoptNode(fresh));
    if (held) { fresh.tabIndex = -1; fresh.focus({ preventScroll: true }); }
  } catch { /* offline: the next event looks again */ }
}

function move(meter, told) {
  for (const [slot, text] of [['raised', told.text], ['gifts', told.gifts], ['matched', told.matched]]) {
    const node = meter.querySelector(`[data-show=${slot}]`);
    if (node) { node.textContent = text; node.hidden = !text; }
  }
  const bar = meter.querySelector('progress');
  if (bar && told.percent !== null) { bar.value = told.percent; bar.setAttribute('aria-label', told.text); }
}

function read(message) {
  try { return JSON.parse(message.data); } catch { return null; }
}

function close() {
  source?.close();
  source = null;
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(resting);
  if (document.hidden) resting = setTimeout(close, HIDDEN_MS_MAX);
  else open();
});
addEventListener('pagehide', close);
addEventListener('pageshow', open);
open();
