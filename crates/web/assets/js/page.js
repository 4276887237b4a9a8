// What every module shares: the sentences the server gave us, and the only door through which HTML comes in.

const words = document.getElementById('say')?.dataset ?? {};

/** The sentence under `key`, with `{name}` replaced from `values`. */
export function say(key, values = {}) {
  return (words[key] ?? '').replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const rules = {
  createHTML: (html) => html,
  createScriptURL: (url) => { if (url !== words.methodScript) throw new TypeError('foreign script'); return url; },
};
const policy = globalThis.trustedTypes?.createPolicy('buyline', rules) ?? rules;

/** Parses our own server's answer. Scripts inside never run: the parser marks them as already started. */
export async function documentOf(response) {
  if (new URL(response.url, location.href).origin !== location.origin) throw new TypeError('foreign answer');
  return new DOMParser().parseFromString(policy.createHTML(await response.text()), 'text/html');
}

/** The address of the payment provider's script: the one this page was written with, and no other. */
export function methodScript() {
  return policy.createScriptURL(words.methodScript);
}

/** Sends a form the way the browser would, with the button that was pressed, and asks for `fragment`. */
export function request(form, submitter, fragment) {
  const method = (submitter?.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get').toUpperCase();
  const url = new URL(submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href, location.href);
  const data = new FormData(form, submitter);
  const files = [...data.values()].some((value) => value instanceof File);
  const headers = { 'X-Buyline-Fragment': fragment, Accept: 'text/html' };
  if (method === 'GET') {
    for (const [name, value] of data) if (!(value instanceof File)) url.searchParams.append(name, value);
    return { url, init: { headers, credentials: 'same-origin' } };
  }
  return { url, init: { method, headers, credentials: 'same-origin', body: files ? data : new URLSearchParams(data) } };
}

/** Makes an element: `el('p', {class: 'said', role: 'status'}, 'words', child)`. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** An icon of the sprite whose address the page carries. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'i');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${words.icons}#${name}`);
  svg.append(use);
  return svg;
}

let speaker;
/** Says something to a screen reader without moving focus; inside an open dialog it speaks from there. */
export function announce(text, within = document.querySelector('dialog[open]') ?? document.body) {
  if (!speaker || speaker.parentNode !== within) {
    speaker?.remove();
    speaker = el('p', { class: 'vh', role: 'status', 'aria-live': 'polite' });
    within.append(speaker);
  }
  speaker.textContent = '';
  requestAnimationFrame(() => { speaker.textContent = text; });
}
