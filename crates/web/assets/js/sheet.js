// Buying without leaving the page. Forms and links with data-sheet are fetched as fragments and shown in one <dialog>:
// a sheet from below on phones, from the side on wide screens. Steps stay in memory, so Back never loses input.
import { announce, documentOf, el, icon, request, say } from './page.js';

const WORDS_AFTER_MS = 400;
const SLOW_AFTER_MS = 8000;

let dialog = null;
let opener = null;
let steps = [];      // [{node, url}], the last one is shown
let rewinding = false;
// What this document was loaded from. A checkout page that was reloaded keeps the history of its sheet.
const address = () => location.pathname + location.search;
const loaded = address();
const drafts = new Map();

function sheet() {
  if (dialog) return dialog;
  dialog = el('dialog', { class: 'sheet', 'aria-labelledby': 'sheet-title' });
  dialog.addEventListener('cancel', (event) => { event.preventDefault(); close(); });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) close(); });
  document.body.append(dialog);
  return dialog;
}

function show(node) {
  const box = sheet();
  box.replaceChildren(el('div', { class: 'drag', 'aria-hidden': 'true' }), node);
  if (!box.open) box.showModal();
  const target = node.querySelector('.summary') ?? node.querySelector('[autofocus]') ?? node.querySelector('h1, h2');
  target?.setAttribute('tabindex', target.getAttribute('tabindex') ?? '-1');
  target?.focus({ preventScroll: true });
  if (node.dataset.say) announce(node.dataset.say, box);
}

/** Puts `node` on top: same step again (errors) and final steps replace, anything else can be gone back from. */
function put(node, url) {
  fill(node);
  const top = steps.at(-1);
  const same = top?.node.dataset.step === node.dataset.step;
  if (node.hasAttribute('data-final')) steps = [{ node, url }];
  else if (same) steps[steps.length - 1] = { node, url };
  else steps.push({ node, url });
  const depth = history.state?.sheet ?? 0;
  if (depth === 0) history.pushState({ sheet: 1, base: location.href }, '', url);
  else if (same || node.hasAttribute('data-final')) history.replaceState({ ...history.state, final: node.hasAttribute('data-final') }, '', url);
  else history.pushState({ sheet: depth + 1, base: history.state.base }, '', url);
  show(node);
}

function close() {
  if (!dialog?.open || dialog.querySelector('[data-paying]')) return;
  keep();
  const depth = history.state?.sheet ?? 0;
  dialog.close();
  steps = [];
  if (depth > 0) { rewinding = true; history.go(-depth); }
  opener?.focus?.();
}

addEventListener('popstate', (event) => {
  if (rewinding) {
    rewinding = false;
    // An address with a fragment takes the focus to its target when one comes back to it.
    opener?.focus?.();
    requestAnimationFrame(() => { if (!dialog?.open) opener?.focus?.(); });
    return;
  }
  if (!dialog?.open) {
    const elsewhere = document.querySelector('.sheet-page') && address() !== loaded;
    if (event.state?.sheet || elsewhere) location.reload();
    return;
  }
  const depth = event.state?.sheet ?? 0;
  const final = steps.at(-1)?.node.hasAttribute('data-final');
  if (depth === 0 || final || steps.length < 2) {
    keep();
    dialog.close();
    steps = [];
    if (depth > 0) { rewinding = true; history.go(-depth); }
    opener?.focus?.();
    return;
  }
  steps.pop();
  show(steps.at(-1).node);
});

/** What was typed, kept in memory while the page lives, in case the sheet is closed by accident. */
function keep() {
  for (const { node } of steps) {
    if (node.hasAttribute('data-final')) { drafts.clear(); return; }
    for (const field of node.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox], [type=password]), textarea')) drafts.set(`${node.dataset.step}/${field.name}`, field.value);
  }
}

function fill(node) {
  for (const field of node.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox], [type=password]), textarea')) {
    const draft = drafts.get(`${node.dataset.step}/${field.name}`);
    if (draft && !field.value) field.value = draft;
  }
}

/** Fetches the next step. `origin` is the form or link that was used; `wait` ends the words shown while waiting. */
async function go(url, init, origin, button) {
  const wait = waiting(origin, button);
  try {
    const response = await fetch(url, init);
    const page = await documentOf(response);
    const node = page.querySelector('.sheet-step');
    wait();
    // Signed out meanwhile: sent as a page, the form is kept while its sender signs in.
    if (!node && response.status === 401 && origin.matches('form') && init.method) return HTMLFormElement.prototype.submit.call(origin);
    if (!node && response.status === 401) return location.assign(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`);
    if (!node && response.ok) return location.assign(response.url);
    if (!node) return failed(origin, () => go(url, init, origin, button), page.querySelector('h1')?.textContent, page.querySelector('h1 + p')?.textContent);
    put(document.adoptNode(node), response.redirected || !init.method ? response.url : location.href);
  } catch {
    wait();
    failed(origin, () => go(url, init, origin, button));
  }
}

/** Blocks a second tap and says what is going on; a paying form also guards the tab against being closed. */
function waiting(origin, button) {
  const paying = origin.matches('form[data-pay]');
  const label = button?.querySelector('[data-label]') ?? button;
  const before = label?.textContent;
  origin.dataset.busy = '1';
  origin.closest('section.sheet-step')?.querySelectorAll(paying ? '.note.lost, .note.bad' : '.note.lost').forEach((note) => note.remove());
  button?.setAttribute('aria-disabled', 'true');
  if (paying) { origin.dataset.paying = ''; addEventListener('beforeunload', stay); }
  const words = origin.dataset.wait ?? say(paying ? 'paying' : 'opening');
  const line = origin.querySelector?.('.said');
  const speak = () => { if (label) label.textContent = words; if (paying && line) line.textContent = say('keepOpen'); announce(words); };
  if (paying) speak();
  const soon = paying ? 0 : setTimeout(speak, WORDS_AFTER_MS);
  const late = setTimeout(() => announce(say('slow')), SLOW_AFTER_MS);
  const slow = paying && setTimeout(() => { if (line) line.textContent = say('slow'); }, SLOW_AFTER_MS);
  return () => {
    clearTimeout(soon); clearTimeout(late); clearTimeout(slow);
    delete origin.dataset.busy; delete origin.dataset.paying;
    removeEventListener('beforeunload', stay);
    button?.removeAttribute('aria-disabled');
    if (label && before !== undefined) label.textContent = before;
    if (line) line.textContent = '';
  };
}

function stay(event) { event.preventDefault(); }

/** The network or the server failed. The retry sends the very same body, so the same idempotency key: it can never charge twice. */
function failed(origin, again, title, text) {
  const paying = origin.matches('form[data-pay]');
  origin.parentNode?.querySelector(':scope > .note.lost')?.remove();
  const retry = el('button', { class: 'btn', type: 'button' }, say('retry'));
  const note = el('div', { class: 'note bad lost', role: 'alert', tabindex: '-1' }, icon('offline'), el('strong', {}, title ?? say(paying ? 'payLost' : 'offline')), el('p', {}, text ?? say(paying ? 'payLostHelp' : 'offlineHelp')), el('div', {}, retry));
  retry.addEventListener('click', () => { note.remove(); again(); });
  const body = origin.closest('section.sheet-step')?.querySelector('.sheet-body');
  if (body) body.prepend(note); else origin.before(note);
  note.focus();
  note.scrollIntoView({ block: 'nearest' });
}

/** Where the step is a page by itself, its forms and links lead to the next page: a sheet over a sheet helps nobody. */
const isPage = (node) => !node.closest('dialog.sheet') && document.querySelector('.sheet-page') !== null;

document.addEventListener('submit', (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || !form.matches('form[data-sheet]') || button?.matches('[data-inline], [data-leave]')) return;
  if (isPage(form)) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  if (!form.closest('dialog.sheet')) opener = button;
  const { url, init } = request(form, button, 'sheet');
  go(url, init, form, button ?? form.querySelector('button'));
});

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (dialog?.open && event.target.closest('dialog.sheet [data-close]')) { event.preventDefault(); close(); return; }
  if (dialog?.open && event.target.closest('dialog.sheet [data-back]') && steps.length > 1) { event.preventDefault(); history.back(); return; }
  // A mistake's link leads to its field; as a step of the history it would close the sheet.
  const place = event.target.closest('dialog.sheet a[href^="#"]');
  if (place) { event.preventDefault(); document.getElementById(place.hash.slice(1))?.focus(); return; }
  const link = event.target.closest('a[data-sheet]');
  if (!link || link.dataset.busy || isPage(link)) return;
  event.preventDefault();
  if (!link.closest('dialog.sheet')) opener = link;
  go(new URL(link.href), { headers: { 'X-Buyline-Fragment': 'sheet', Accept: 'text/html' }, credentials: 'same-origin' }, link, null);
});

// Buying on the page by itself, without the dialog: the paying button is guarded in the same words.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('form[data-pay]')) return;
  if (form.dataset.busy) { event.preventDefault(); return; }
  waiting(form, event.submitter);
  removeEventListener('beforeunload', stay);
});
addEventListener('pageshow', (event) => { if (event.persisted) for (const form of document.querySelectorAll('form[data-busy]')) { delete form.dataset.busy; delete form.dataset.paying; } });
