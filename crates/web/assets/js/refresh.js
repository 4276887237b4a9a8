// States that end by themselves (an import running, a bank being asked): `[data-refresh=SECONDS]` with an id is fetched again
// until the server sends it without that attribute, or sends another step of the sheet.
import { announce, documentOf } from './page.js';

const ROUNDS_MAX = 400;
const watched = new WeakSet();

function watch(node) {
  if (watched.has(node)) return;
  watched.add(node);
  let current = node;
  let rounds = 0;
  const again = async () => {
    if (!current.isConnected || rounds++ > ROUNDS_MAX) return;
    try {
      const sheet = current.closest('dialog.sheet');
      const response = await fetch(current.dataset.url ?? location.href, { headers: { 'X-Buyline-Fragment': sheet ? 'sheet' : 'page' }, credentials: 'same-origin' });
      const page = await documentOf(response);
      const fresh = page.getElementById(current.id) ?? (sheet && page.querySelector('.sheet-step'));
      if (!fresh) return location.assign(response.url);
      const next = document.adoptNode(fresh);
      (fresh.matches('.sheet-step') ? current.closest('.sheet-step') : current).replaceWith(next);
      if (next.dataset.say) announce(next.dataset.say);
      current = next;
    } catch { /* offline: the next round asks again */ }
    if (current.dataset.refresh) setTimeout(again, Number(current.dataset.refresh) * 1000);
  };
  setTimeout(again, Number(node.dataset.refresh) * 1000);
}

const look = () => document.querySelectorAll('[data-refresh][id]').forEach(watch);
new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
look();
