// <undo-ring data-from data-until data-over>: the time in which an order can still be undone, as a ring that empties.
import { announce, say } from './page.js';
import { span } from './time.js';

const SPOKEN_SECONDS = [60, 30, 10];

class UndoRing extends HTMLElement {
  connectedCallback() {
    this.until = Date.parse(this.dataset.until);
    this.length = Math.max(1, this.until - Date.parse(this.dataset.from));
    const clock = this.querySelector('[data-clock]');
    // The server knows no zone of the reader's; the browser does.
    if (clock && say('undoUntil')) clock.textContent = say('undoUntil', { time: new Date(this.until).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }) });
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

  /** The window has closed: the words change, the button goes, nothing moves. */
  end() {
    clearInterval(this.timer);
    this.setAttribute('data-ended', '');
    const words = this.querySelector('[data-words]');
    if (words) words.textContent = this.dataset.over;
    this.querySelector('form')?.remove();
    announce(this.dataset.over);
  }
}
customElements.define('undo-ring', UndoRing);
