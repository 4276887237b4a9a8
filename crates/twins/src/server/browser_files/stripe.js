// Stands in for Stripe.js where Buyline runs against the twin of Stripe: the calls that a pay page makes, with the
// answers Stripe gives. Mistakes in using it throw, as IntegrationError does. Never for production.

(() => {
  const base = new URL(document.currentScript.src).origin;
  // What the twin was told of the visitor's browser.
  const wallet = false;

  class IntegrationError extends Error {
    constructor(message) {
      super(message);
      this.name = "IntegrationError";
    }
  }

  const need = (fine, message) => {
    if (!fine) throw new IntegrationError(message);
  };

  const ask = async (what, body) => {
    const answer = await fetch(`${base}/_twin/js/${what}`, { method: "POST", body: JSON.stringify(body) });
    return answer.json();
  };

  const isSetup = (secret) => secret.startsWith("seti_");
  const shown = (intent) => (intent.object === "setup_intent" ? { setupIntent: intent } : { paymentIntent: intent });
  const done = (intent) => ["succeeded", "requires_capture", "processing"].includes(intent.status);
  const failure = (intent) => intent.last_payment_error ?? intent.last_setup_error;

  // What an intent means to the page: itself, or what went wrong.
  const outcome = (intent) => {
    const error = failure(intent);
    if (intent.status === "requires_payment_method" && error) {
      const name = intent.object;
      return { error: { ...error, [name]: intent } };
    }
    return shown(intent);
  };

  class Element {
    constructor(elements, kind, options) {
      Object.assign(this, { elements, kind, options, listeners: {}, waiting: new Map(), next: 0 });
    }

    on(event, listener) {
      (this.listeners[event] ??= []).push(listener);
      return this;
    }

    off(event, listener) {
      this.listeners[event] = (this.listeners[event] ?? []).filter((one) => one !== listener);
      return this;
    }

    fire(event, detail) {
      for (const listener of this.listeners[event] ?? []) listener({ elementType: this.kind, ...detail });
    }

    mount(where) {
      const place = typeof where === "string" ? document.querySelector(where) : where;
      need(place, `The selector you specified (${where}) applies to no DOM elements that are currently on the page.`);
      place.replaceChildren();
      if (this.kind === "expressCheckout" && !wallet) {
        queueMicrotask(() => this.fire("ready", { availablePaymentMethods: undefined }));
        return;
      }
      const frame = document.createElement("iframe");
      const isForm = this.kind === "payment";
      frame.src = `${base}/_twin/${isForm ? "element" : "wallet"}`;
      frame.title = isForm ? "Secure payment input frame" : "Secure express checkout frame";
      frame.style.border = "0";
      frame.style.width = "100%";
      frame.style.height = isForm ? "320px" : "48px";
      frame.addEventListener("load", () => this.tell({ event: "open", kinds: this.elements.kinds() }));
      this.frame = frame;
      this.hear = (event) => {
        if (event.source !== frame.contentWindow || event.data?.twin !== "element") return;
        const { event: name, id, answer, height, ...detail } = event.data;
        if (id !== undefined) {
          this.waiting.get(id)?.(answer);
          this.waiting.delete(id);
        } else if (name === "height") {
          frame.style.height = `${height}px`;
        } else if (name === "click") {
          // The wallet opens when the page says so, within a second.
          this.fire(name, { ...detail, resolve: () => this.tell({ event: "resolve" }) });
        } else if (name === "confirm") {
          this.fire(name, { ...detail, paymentFailed: () => this.tell({ event: "failed" }) });
        } else {
          this.fire(name, detail);
        }
      };
      addEventListener("message", this.hear);
      place.append(frame);
    }

    unmount() {
      removeEventListener("message", this.hear);
      this.frame?.remove();
      this.frame = undefined;
    }

    destroy() {
      this.unmount();
      delete this.elements.made[this.kind];
    }

    update(options) {
      Object.assign(this.options, options);
    }

    tell(message) {
      this.frame.contentWindow.postMessage({ twin: "page", ...message }, base);
    }

    request(event, more) {
      need(this.frame, "The Payment Element must be mounted before it is used.");
      const id = this.next++;
      return new Promise((resolve) => {
        this.waiting.set(id, resolve);
        this.tell({ event, id, ...more });
      });
    }
  }

  class Elements {
    constructor(options) {
      this.made = {};
      this.submitted = false;
      this.options = {};
      this.take(options ?? {});
    }

    take(options) {
      const all = { ...this.options, ...options };
      if (!all.clientSecret) {
        need(["payment", "setup", "subscription"].includes(all.mode), "elements() needs a clientSecret or a mode.");
        need(all.mode === "setup" || Number.isInteger(all.amount), "In `mode: 'payment'` an integer `amount` is needed.");
        need(typeof all.currency === "string" || all.mode === "setup", "A `currency` is needed.");
        need(!all.currency || all.currency === all.currency.toLowerCase(), "`currency` must be lowercase.");
      }
      this.options = all;
    }

    kinds() {
      const out = this.options.excludedPaymentMethodTypes ?? [];
      return this.all().filter((kind) => !out.includes(kind));
    }

    all() {
      const { paymentMethodTypes, mode, currency, captureMethod } = this.options;
      if (paymentMethodTypes) return paymentMethodTypes;
      if (mode === "setup" || captureMethod === "manual") return ["card"];
      return currency === "eur" ? ["card", "ideal", "bancontact", "sepa_debit", "klarna", "paypal"] : ["card", "klarna", "paypal"];
    }

    create(kind, options = {}) {
      need(["payment", "expressCheckout"].includes(kind), `The twin has no \`${kind}\` element.`);
      need(!this.made[kind], `Can only create one \`${kind}\` element.`);
      this.made[kind] = new Element(this, kind, options);
      return this.made[kind];
    }

    getElement(kind) {
      return this.made[kind] ?? null;
    }

    update(options) {
      this.submitted = false;
      this.take(options);
    }

    async fetchUpdates() {
      return {};
    }

    async submit() {
      const made = this.made.payment ?? this.made.expressCheckout;
      need(made, "elements.submit() needs a mounted element.");
      const answer = await made.request("submit");
      this.submitted = !answer.error;
      return answer;
    }
  }

  // The bank's question, over the page.
  const overlay = (url, secret) =>
    new Promise((resolve) => {
      const cover = document.createElement("div");
      cover.setAttribute("role", "dialog");
      cover.setAttribute("aria-modal", "true");
      cover.setAttribute("aria-label", "Your bank asks");
      Object.assign(cover.style, {
        position: "fixed", inset: "0", zIndex: "2147483647", display: "grid", placeItems: "center",
        background: "rgb(0 0 0 / 60%)",
      });
      const frame = document.createElement("iframe");
      frame.src = url;
      frame.title = "Your bank asks";
      frame.id = "twin-challenge";
      Object.assign(frame.style, { border: "0", borderRadius: "12px", width: "min(24rem, 92vw)", height: "22rem", background: "Canvas" });
      const hear = (event) => {
        if (event.source !== frame.contentWindow || event.data?.client_secret !== secret) return;
        removeEventListener("message", hear);
        cover.remove();
        resolve();
      };
      addEventListener("message", hear);
      cover.append(frame);
      document.body.append(cover);
      frame.focus();
    });

  window.Stripe = (key, { stripeAccount: account } = {}) => {
    need(/^pk_test_./.test(key ?? ""), "Please call Stripe() with your publishable key; the twin takes pk_test_… only.");

    const retrieve = async (secret) => {
      need(/_secret_/.test(secret ?? ""), "A clientSecret is needed, of the form ${id}_secret_${secret}.");
      return ask("retrieve", { key, account, client_secret: secret });
    };

    const act = async (intent) => {
      const action = intent.next_action;
      if (intent.status !== "requires_action" || !action) return outcome(intent);
      if (action.type === "redirect_to_url") {
        location.assign(action.redirect_to_url.url);
        return new Promise(() => {});
      }
      await overlay(action.use_stripe_sdk.stripe_js, intent.client_secret);
      return outcome(await retrieve(intent.client_secret));
    };

    const token = async (elements, params) => {
      const made = elements?.made.payment ?? elements?.made.expressCheckout;
      need(made, "A mounted element is needed.");
      need(elements.submitted, "elements.submit() must be called before this.");
      const usage = elements.options.setupFutureUsage;
      const all = { ...(usage ? { setup_future_usage: usage } : {}), ...params };
      return made.request("tokenize", { key, account, params: all });
    };

    const confirm = (setup) => async ({ elements, clientSecret, confirmParams = {}, redirect = "always" }) => {
      const secret = clientSecret ?? elements?.options.clientSecret;
      need(/_secret_/.test(secret ?? "") && isSetup(secret) === setup, "A clientSecret of the right kind is needed.");
      need(confirmParams.return_url || redirect === "if_required", "confirmParams.return_url is needed.");
      if (elements && !elements.submitted && elements.options.clientSecret) await elements.submit();
      const made = elements ? await token(elements, confirmParams) : {};
      if (made.error) return { error: made.error };
      const intent = await ask("confirm", {
        key, account, client_secret: secret, token: made.confirmationToken?.id,
        return_url: confirmParams.return_url ?? location.href,
      });
      if (intent.error) return { error: intent.error };
      const result = await act(intent);
      const settled = result.paymentIntent ?? result.setupIntent;
      if (redirect === "always" && settled && done(settled)) {
        const name = settled.object;
        const to = new URL(confirmParams.return_url);
        to.searchParams.set(name, settled.id);
        to.searchParams.set(`${name}_client_secret`, settled.client_secret);
        to.searchParams.set("redirect_status", "succeeded");
        location.assign(to);
        return new Promise(() => {});
      }
      return result;
    };

    const retrieved = async (secret) => {
      const intent = await retrieve(secret);
      return intent.error ? { error: intent.error } : shown(intent);
    };

    return {
      elements: (options) => new Elements(options),
      createConfirmationToken: ({ elements, params = {} }) => token(elements, params),
      handleNextAction: async ({ clientSecret }) => {
        const intent = await retrieve(clientSecret);
        return intent.error ? { error: intent.error } : act(intent);
      },
      confirmPayment: confirm(false),
      confirmSetup: confirm(true),
      retrievePaymentIntent: retrieved,
      retrieveSetupIntent: retrieved,
    };
  };
  window.Stripe.version = "twin";
})();
