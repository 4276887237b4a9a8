// <undo-ring data-from data-until data-seconds data-over data-url>: the time in which an order can still be undone, as a ring that empties.
import { announce, el, icon, say } from './page.js';
import { span } from './time.js';

const SPOKEN_SECONDS = [60, 30, 10];

class UndoRing extends HTMLElement {
  connectedCallback() {
    const until = Date.parse(this.dataset.until);
    this.length = Math.max(1, until - Date.parse(this.dataset.from));
    // Counted from what was left when the server wrote it: the reader's clock may be wrong.
    this.until ??= Date.now() + Number(this.dataset.seconds) * 1000;
    const clock = this.querySelector('[data-clock]');
    // The server knows no zone of the reader's; the browser does.
    if (clock && say('undoUntil')) clock.textContent = say('undoUntil', { time: new Date(until).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }) });
    this.timer = setInterval(() => this.tick(), 1000);
    this.tick();
  }

  disconnectedCallback() { clearInterval(this.timer); }

  tick() {
    const left = Math.max(0, this.until - Date.now());
    const arc = this.querySelector('circle + circle');
    if (arc) arc.style.strokeDashoffset = String(100 - 100 * Math.min(1, left / this.length));
    const text = this.querySelector('[data-left]');
    if (text && left > 0) text.textContent = span(left / 1000);
    const seconds = Math.ceil(left / 1000);
    if (SPOKEN_SECONDS.includes(seconds) && text) announce(text.parentElement.textContent);
    if (left === 0) this.end();
  }

  /** The window has closed. Whether the shop has the order only the server knows: refresh.js asks it until it does. */
  end() {
    clearInterval(this.timer);
    const held = this.contains(document.activeElement);
    const line = el('p', { class: 'note', id: this.id, tabindex: '-1', 'data-refresh': '2', 'data-url': this.dataset.url }, icon('clock'), el('span', {}, this.dataset.over));
    announce(this.dataset.over);
    this.replaceWith(line);
    if (held) line.focus({ preventScroll: true });
  }
}
customElements.define('undo-ring', UndoRing);
