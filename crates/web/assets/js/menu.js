// Menus are <details>: they close when one looks away, and Escape gives the focus back. Also the few one-line helpers of pages.

const openMenus = () => document.querySelectorAll('details.menu[open]');

document.addEventListener('click', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  if (event.target.closest('[data-print]')) print();
  const copy = event.target.closest('[data-copy]');
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => { copy.textContent = copy.dataset.done; });
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of openMenus()) { menu.open = false; menu.querySelector('summary')?.focus(); }
});
document.addEventListener('change', (event) => { if (event.target.matches('[data-go]')) event.target.form?.requestSubmit(); });
for (const node of document.querySelectorAll('[data-script]')) node.hidden = false;
// Rows that go on beyond a narrow window begin where one is. A phone's bars change the height all the time, not the width.
let width = 0;
function centre() {
  if (width === innerWidth) return;
  width = innerWidth;
  for (const here of document.querySelectorAll(':is(.tabs, .settings > nav, .app-side) [aria-current]')) {
    const row = here.closest('.tabs, .settings > nav, .app-side');
    const [outer, inner] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
    row.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }
}
centre();
addEventListener('resize', centre);
