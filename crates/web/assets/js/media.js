// A picture that does not arrive leaves its place and its description, not a broken mark.
import { el, icon } from './page.js';

function replace(image) {
  if (image.dataset.broken) return;
  image.dataset.broken = '1';
  const { width, height } = image.getBoundingClientRect();
  const stand = el('span', { class: 'thumb', role: 'img', 'aria-label': image.alt }, icon('image'));
  stand.style.inlineSize = width ? `${width}px` : '100%';
  stand.style.blockSize = height > 24 ? `${height}px` : '100%';
  image.replaceWith(stand);
}

addEventListener('error', (event) => { if (event.target instanceof HTMLImageElement) replace(event.target); }, true);
for (const image of document.images) if (image.complete && image.naturalWidth === 0 && image.currentSrc) replace(image);
