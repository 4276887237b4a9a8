// Small actions that stay in place: like, boost, follow, add to basket, tell me. `form[data-inline]`, a plain POST without scripts.
import { announce, documentOf, el, request, say } from './page.js';

const ASKS = ['/sign-in', '/notify'];

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.matches('form[data-inline]') && !event.submitter?.matches('[data-inline]')) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  const button = event.submitter ?? form.querySelector('button');
  const { url, init } = request(form, event.submitter, 'inline');
  form.dataset.busy = '1';
  const back = toggle(button);
  try {
    const response = await fetch(url, init);
    // Where more must be known first, its page is where the person goes: nothing was done yet.
    if (response.redirected && ASKS.includes(new URL(response.url).pathname)) return location.assign(response.url);
    if (response.status === 401) return location.assign(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`);
    if (!response.ok) throw new Error(String(response.status));
    settle(form, button, response.headers.get('content-type')?.includes('html') ? await documentOf(response) : null);
  } catch {
    back();
    complain(form);
  } finally {
    delete form.dataset.busy;
  }
});

/** Shows the wished state at once; the returned function takes it back. */
function toggle(button) {
  if (!button?.hasAttribute('aria-pressed')) return () => {};
  const was = button.getAttribute('aria-pressed');
  const count = button.querySelector('[data-count]');
  const before = count?.textContent;
  button.setAttribute('aria-pressed', was === 'true' ? 'false' : 'true');
  if (count && /^\d*$/.test(before)) count.textContent = String(Math.max(0, Number(before || 0) + (was === 'true' ? -1 : 1)) || '');
  return () => {
    button.setAttribute('aria-pressed', was);
    if (count) count.textContent = before;
  };
}

/** Swaps in what the server sent under the same id, flips action and words for the way back, and says so. */
function settle(form, button, answer) {
  for (const part of answer?.querySelectorAll('[data-part]') ?? []) document.getElementById(part.id)?.replaceWith(document.adoptNode(part));
  const flip = button?.dataset.flip;
  if (flip && form.isConnected) {
    [button.dataset.flip, form.action] = [form.getAttribute('action'), flip];
    const label = button.querySelector('[data-label]');
    if (label && button.dataset.words) [label.textContent, button.dataset.words] = [button.dataset.words, label.textContent];
  }
  const done = button?.dataset.done;
  if (!done) return;
  announce(done);
  button.classList.add('done');
  setTimeout(() => button.classList.remove('done'), 1600);
  const words = button.querySelector('[data-label]') ?? button;
  if (button.hasAttribute('data-once')) {
    words.textContent = done;
    button.setAttribute('aria-disabled', 'true');
    button.disabled = true;
  }
}

function complain(form) {
  form.querySelector('.error')?.remove();
  const words = el('p', { class: 'error', role: 'alert' }, say('offline'));
  form.append(words);
  setTimeout(() => words.remove(), 8000);
}
