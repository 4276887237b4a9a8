// Writing a post: characters left, pictures shown as chosen, the product shown as attached.
import { el } from './page.js';

const counter = Intl.Segmenter ? new Intl.Segmenter(document.documentElement.lang || 'en', { granularity: 'grapheme' }) : null;
const length = (text) => (counter ? [...counter.segment(text)].length : text.length);

function count(area) {
  const out = area.form?.querySelector('[data-left-of]');
  if (!out) return;
  const left = Number(area.dataset.limit) - length(area.value);
  out.textContent = String(left);
  out.classList.toggle('over', left < 0);
}

/** One picture: shown beside its description, which is asked for as soon as there is something to describe. */
function preview(input) {
  const slot = input.closest('.preview');
  const file = input.files?.[0];
  const image = slot?.querySelector('img');
  if (!slot || !image) return;
  image.hidden = !file;
  if (file) {
    // A page may show pictures of this server and data, nothing else.
    const reader = new FileReader();
    reader.addEventListener('load', () => { if (input.files?.[0] === file) image.src = reader.result; });
    reader.readAsDataURL(file);
    const next = slot.nextElementSibling;
    if (next?.matches('.preview')) next.hidden = false;
    slot.querySelector('textarea, input[type=text]')?.focus();
  } else image.removeAttribute('src');
}

function attach(input) {
  const place = input.form?.querySelector('[data-attached]');
  if (!place) return;
  const picture = input.closest('label')?.querySelector('img')?.cloneNode();
  place.replaceChildren(...(input.value ? [...(picture ? [picture] : []), el('span', { class: 'grow clamp' }, input.dataset.title ?? '', el('small', { class: 'block faint' }, input.closest('label')?.querySelector('small')?.textContent ?? ''))] : []));
  place.hidden = !input.value;
  input.closest('details')?.removeAttribute('open');
}

document.addEventListener('input', (event) => { if (event.target.matches('textarea[data-limit]')) count(event.target); });
document.addEventListener('change', (event) => {
  if (event.target.matches('.preview input[type=file]')) preview(event.target);
  if (event.target.matches('input[data-title]')) attach(event.target);
});
// The folded composer opens with the cursor in it, and `n` opens it too.
document.addEventListener('toggle', (event) => {
  if (event.target.matches('.composer-fold') && event.target.open) event.target.querySelector('textarea')?.focus();
}, true);
for (const area of document.querySelectorAll('textarea[data-limit]')) count(area);
// One free place at a time; what is kept already stays in sight.
for (const row of document.querySelectorAll('.previews')) for (const slot of [...row.querySelectorAll('.preview:has(input[type=file])')].slice(1)) slot.hidden = true;

// Files dropped on a drop area land in its input, as if chosen.
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const area = event.target.closest?.('.file-drop');
    if (!area) return;
    event.preventDefault();
    area.classList.toggle('over', kind === 'dragover');
    if (kind !== 'drop') return;
    const input = area.querySelector('input[type=file]');
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
