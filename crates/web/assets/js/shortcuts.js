// Keys for those who live here. Any link, button or field with data-key="g o" answers to it; `?` lists what this page has.
import { el, say } from './page.js';

let typed = '';
let forget = 0;

const typing = (node) => node.closest?.('input, textarea, select, [contenteditable]');
const keyed = () => [...document.querySelectorAll('[data-key]')].filter((node) => node.checkVisibility?.() ?? true);
const label = (node) => (node.dataset.keyLabel ?? node.getAttribute('aria-label') ?? node.textContent).trim().replace(/\s+/g, ' ');

function list() {
  const seen = new Map(keyed().map((node) => [node.dataset.key, label(node)]));
  const rows = [...seen].flatMap(([key, words]) => [el('dt', {}, ...key.split(' ').flatMap((part, at) => (at ? [' ', el('kbd', {}, part)] : [el('kbd', {}, part)]))), el('dd', {}, words)]);
  const done = el('button', { class: 'btn', autofocus: '' }, say('close'));
  const box = el('dialog', { class: 'box-dialog shortcuts', 'aria-labelledby': 'keys-title' }, el('div', { class: 'stack' }, el('h2', { id: 'keys-title' }, say('shortcuts')), el('dl', {}, ...rows, el('dt', {}, el('kbd', {}, '?')), el('dd', {}, say('shortcuts'))), done));
  done.addEventListener('click', () => box.close());
  box.addEventListener('close', () => box.remove());
  document.body.append(box);
  box.showModal();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return;
  if (event.key === '?') { event.preventDefault(); list(); return; }
  if (event.key.length !== 1) return;
  clearTimeout(forget);
  typed = `${typed} ${event.key}`.trim();
  const all = keyed();
  const hit = all.find((node) => node.dataset.key === typed);
  if (hit) {
    event.preventDefault();
    typed = '';
    if (hit.matches('input, textarea, select')) hit.focus(); else hit.click();
    return;
  }
  if (!all.some((node) => node.dataset.key.startsWith(`${typed} `))) typed = '';
  forget = setTimeout(() => { typed = ''; }, 900);
});
