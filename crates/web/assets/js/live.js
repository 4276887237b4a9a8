// Prices and stock of cards on this page, pushed by the server within a second. One connection per tab, none when hidden for long.
// Event `offer`: {offer, price, was, stock, level: few|ok|bad|plain, open}. Event `order`: {order, state, words}.

const OFFERS_MAX = 60;
const HIDDEN_MS_MAX = 60_000;
let source = null;
let resting = 0;

function open() {
  if (source || !document.querySelector('buy-card, [data-live]')) return;
  const offers = new Set([...document.querySelectorAll('buy-card [data-offer]')].map((o) => o.dataset.offer.split('.')[0]));
  source = new EventSource(`/live?offers=${[...offers].slice(0, OFFERS_MAX).join(',')}`);
  source.addEventListener('offer', (message) => {
    const fact = read(message);
    if (fact) for (const card of document.querySelectorAll('buy-card')) card.update(fact);
  });
  source.addEventListener('order', (message) => {
    const fact = read(message);
    if (fact) document.dispatchEvent(new CustomEvent('buyline:order', { detail: fact }));
  });
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
