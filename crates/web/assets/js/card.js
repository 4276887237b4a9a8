// <buy-card>: one radio, option or hidden field per offer carries data-price, data-was, data-stock, data-level, data-open, data-why.
// Choosing another variant, or a message of the live feed, changes what the card shows, in place.

class BuyCard extends HTMLElement {
  connectedCallback() {
    this.addEventListener('change', (event) => {
      if (!event.target.matches('[name=offer]')) return;
      // What is gone stays to be seen while it is chosen, and cannot be chosen again.
      for (const offer of this.offers()) if (offer.type !== 'hidden') offer.disabled = offer.dataset.open === '' && offer !== this.chosen();
      this.show(false);
    });
    this.show(false);
  }

  /** Every offer of the card, chosen or not. */
  offers() {
    return [...this.querySelectorAll('input[data-price], option[data-price]')];
  }

  chosen() {
    const all = this.offers();
    return all.find((o) => (o.matches('option') ? o.selected : o.type === 'hidden' || o.checked)) ?? null;
  }

  /** Takes `{offer, price, was, stock, level, open, why}` as the server worded it for this reader. */
  update(fact) {
    const offer = this.offers().find((o) => o.value === fact.offer);
    if (!offer) return;
    for (const name of ['price', 'was', 'stock', 'level', 'why']) if (fact[name] !== undefined) offer.dataset[name] = fact[name] ?? '';
    if (fact.open !== undefined) {
      offer.dataset.open = fact.open ? '1' : '';
      if (offer.type !== 'hidden' && !offer.checked && !offer.selected) offer.disabled = !fact.open;
    }
    this.show(true);
  }

  show(highlight) {
    const offer = this.chosen();
    if (!offer) return;
    this.write('price', offer.dataset.price, highlight);
    this.write('was', offer.dataset.was ?? '', false);
    this.write('stock', offer.dataset.stock ?? '', highlight);
    const stock = this.querySelector('[data-show=stock]');
    if (stock) {
      stock.className = stock.className.replace(/\b(few|ok|bad|plain)\b/g, '').trim();
      stock.classList.add(offer.dataset.level || 'plain');
      stock.hidden = !offer.dataset.stock;
    }
    this.write('why', offer.dataset.why ?? '', false);
    // While another variant is there, the choice stays: only what is chosen cannot be bought.
    const open = offer.dataset.open !== '';
    const another = this.offers().some((other) => other.dataset.open !== '');
    const state = open || (another && !offer.dataset.why) ? 'open' : offer.dataset.why ? 'closed' : 'gone';
    for (const part of this.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== state;
    for (const button of this.querySelectorAll('[data-when=open] .card-go .btn')) button.disabled = !open;
  }

  write(slot, text, highlight) {
    const node = this.querySelector(`[data-show=${slot}]`);
    if (!node || text === undefined || node.textContent === text) return;
    node.textContent = text;
    node.hidden = text === '';
    if (!highlight) return;
    node.classList.remove('flash');
    void node.offsetWidth; // restarts the animation
    node.classList.add('flash');
  }
}
customElements.define('buy-card', BuyCard);
