// <new-method data-amount data-currency data-mode data-account data-key data-empty data-failed>: the payment provider's own form for a new
// way to pay. What is typed there stays in the provider's frame; what comes back is a token, which is sent in place of
// the choice.
import { announce, el, icon, methodScript, say } from './page.js';

let provider;
/** The provider's script, loaded once, and only when somebody is about to type. */
function load() {
  provider ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = methodScript();
    script.addEventListener('load', () => resolve(globalThis.Stripe));
    script.addEventListener('error', () => { script.remove(); provider = undefined; reject(new Error('no script')); });
    document.head.append(script);
  });
  return provider;
}

/** Where a shop is paid on an account of its own, the provider's script must know: by its name, or by a key of its own. */
const scriptFor = (Stripe, { key, account }) => Stripe(key || say('methodKey'), account ? { stripeAccount: account } : {});

class NewMethod extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.closest('form');
    this.choice = this.form.querySelector('input[name="payment"][value="new"]');
    this.place = el('div', { class: 'provider' });
    this.replaceChildren(this.place);
    this.form.addEventListener('change', () => this.follow());
    this.form.addEventListener('submit', (event) => this.send(event));
    this.follow();
  }

  /** Nothing is charged now where the form asks for a first gift on a later day. */
  get mode() {
    const day = this.form.querySelector('[name="starts_on"]')?.value ?? '';
    return day > new Date().toISOString().slice(0, 10) ? 'setup' : this.dataset.mode;
  }

  /** Shows the form while the choice is "new". */
  follow() {
    this.hidden = !this.choice.checked;
    const { mode } = this;
    const keep = mode === 'payment' && this.form.querySelector('[name="keep"]')?.checked;
    const usage = keep ? 'on_session' : null;
    const change = { mode, setupFutureUsage: usage };
    if (usage !== this.usage || mode !== this.shown) for (const group of [this.elements, this.wallets]) group?.update(change);
    [this.usage, this.shown] = [usage, mode];
    if (this.choice.checked) this.open();
  }

  async open() {
    if (this.opening) return;
    this.opening = true;
    try {
      const Stripe = await load();
      this.stripe = scriptFor(Stripe, this.dataset);
      const options = {
        mode: this.mode,
        setupFutureUsage: this.usage,
        amount: Number(this.dataset.amount),
        currency: this.dataset.currency,
        locale: document.documentElement.lang,
        excludedPaymentMethodTypes: say('methodExcluded').split(',').filter(Boolean),
        appearance: { theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'stripe' },
      };
      this.elements = this.stripe.elements(options);
      this.elements.create('payment', { layout: 'accordion' }).mount(this.place);
      this.express(options);
      this.note?.remove();
    } catch {
      this.opening = false;
      this.fail(this.dataset.failed);
    }
  }

  /** Wallets that are at hand on this device, above the form; nothing where there is none. */
  express(options) {
    const place = el('div', { class: 'provider express' });
    place.style.visibility = 'hidden';
    this.place.before(place);
    this.wallets = this.stripe.elements(options);
    const buttons = this.wallets.create('expressCheckout', { buttonType: { applePay: 'plain', googlePay: 'plain' } });
    buttons.on('ready', ({ availablePaymentMethods }) => {
      if (availablePaymentMethods) place.style.visibility = '';
      else place.hidden = true;
    });
    // A wallet opens once the rest of the form is filled in.
    buttons.on('click', (event) => { if (this.form.noValidate || this.form.reportValidity()) event.resolve(); });
    buttons.on('confirm', async (event) => {
      const went = await this.goOn(this.wallets, this.form.querySelector('.btn.pay'));
      if (!went) event.paymentFailed({ reason: 'fail' });
    });
    buttons.mount(place);
  }

  async send(event) {
    if (!this.choice.checked || this.choice.value !== 'new') return;
    event.preventDefault();
    const button = event.submitter ?? this.form.querySelector('button');
    await this.open();
    await this.goOn(this.elements, button);
  }

  /** The form goes on with the token of what was typed or chosen; without one it stays, and says why. */
  async goOn(elements, button) {
    if (this.busy) return false;
    this.busy = true;
    button.setAttribute('aria-disabled', 'true');
    try {
      const checked = await elements.submit();
      const made = checked.error ? checked : await this.stripe.createConfirmationToken({ elements });
      if (made.error) { this.fail(made.error.message || this.dataset.empty); return false; }
      this.note?.remove();
      this.choice.value = made.confirmationToken.id;
      button.removeAttribute('aria-disabled');
      this.form.requestSubmit(button);
      return true;
    } catch {
      this.fail(this.dataset.failed);
      return false;
    } finally {
      this.busy = false;
      button.removeAttribute('aria-disabled');
    }
  }

  fail(text) {
    this.note?.remove();
    this.note = el('p', { class: 'note bad', role: 'alert', tabindex: '-1' }, icon('warning'), el('span', {}, text));
    this.append(this.note);
    this.note.focus();
    announce(text);
  }
}
customElements.define('new-method', NewMethod);

// <bank-step data-secret data-account data-key data-failed>: the buyer’s bank asks over the page; then its link or button, which is
// there all along, leads on.
class BankStep extends HTMLElement {
  async connectedCallback() {
    if (this.asked) return;
    this.asked = true;
    // What the provider lays over the page cannot be reached while a modal dialog is open.
    const dialog = this.closest('dialog[open]');
    if (dialog) { dialog.close(); dialog.show(); }
    try {
      const Stripe = await load();
      await scriptFor(Stripe, this.dataset).handleNextAction({ clientSecret: this.dataset.secret });
      if (dialog?.open) { dialog.close(); dialog.showModal(); }
      this.querySelector('a, button').click();
    } catch {
      if (dialog?.open) { dialog.close(); dialog.showModal(); }
      this.prepend(el('p', { class: 'note bad', role: 'alert' }, icon('warning'), el('span', {}, this.dataset.failed)));
    }
  }
}
customElements.define('bank-step', BankStep);
