// What several pages are made of.
import {LitElement, html, nothing} from 'lit';
import {live} from './live.js';
import {STATES, clock, now, span} from './words.js';

/** A component in the page's own tree, so that one sheet of styles and one order of focus hold for all. */
export class Plain extends LitElement {
  createRenderRoot() {
    return this;
  }
}

/** A page that is drawn again whenever what is known changes. */
export class Page extends Plain {
  static properties = {item: {attribute: false}, query: {attribute: false}, error: {state: true}, done: {state: true}, unread: {state: true}};

  constructor() {
    super();
    this.item = '';
    this.query = new URLSearchParams();
    this.error = '';
    this.done = '';
    this.unread = '';
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('change', this.redraw);
  }

  disconnectedCallback() {
    live.removeEventListener('change', this.redraw);
    super.disconnectedCallback();
  }

  /** Does something and says how it went. @param {() => Promise<string | void>} what */
  async act(what) {
    this.error = '';
    this.done = '';
    try {
      this.done = (await what()) ?? '';
    } catch (failure) {
      this.error = words(failure);
    }
  }

  /** Reads something, and only says if it cannot: what was said of somebody's act stays. @param {() => Promise<void>} what */
  async read(what) {
    try {
      await what();
      this.unread = '';
    } catch (failure) {
      this.unread = words(failure);
    }
  }

  said() {
    return html`<p class="said" role="status" ?hidden=${!this.done}>${this.done}</p>
      <p class="said failed" role="alert" ?hidden=${!this.error && !this.unread}>${this.error || this.unread}</p>`;
  }
}

/** @param {unknown} failure */
const words = failure => failure instanceof Error ? failure.message : String(failure);

/** A time that is coming, counted down in place. */
class TimeLeft extends Plain {
  static properties = {until: {type: Number}};

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  render() {
    const left = (this.until ?? 0) - now();
    return html`${left > 0 ? 'in ' + span(left) : 'now'}`;
  }
}
customElements.define('time-left', TimeLeft);

/** A time that has passed, counted up in place. */
class TimeSince extends Plain {
  static properties = {at: {type: Number}};

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  render() {
    return html`${span(now() - (this.at ?? 0))}`;
  }
}
customElements.define('time-since', TimeSince);

/** Word, shape and colour. @param {string} state */
export const mark = state => html`<span class="state ${state}"><span aria-hidden="true">${STATES[state]?.mark ?? '·'}</span>
  ${STATES[state]?.word ?? state}</span>`;

/** @param {number | null | undefined} at */
export const until = at => at == null ? nothing
  : html`until ${clock(at)} <span class="quiet">(<time-left .until=${at}></time-left>)</span>`;

/** @param {string} title @param {string} back @param {unknown} body */
export const panel = (title, back, body) => html`
  <aside class="panel" aria-label=${title}>
    <header><h2>${title}</h2><a class="button" href=${back} data-close>Close</a></header>
    ${body}
  </aside>`;

/** @param {string} text */
export const empty = text => html`<p class="empty">${live.state === 'connecting' ? 'Loading…' : text}</p>`;

/** Asks before what cannot be taken back. @param {string} question @param {string} yes @returns {Promise<boolean>} */
export function ask(question, yes) {
  const dialog = document.createElement('dialog');
  const text = document.createElement('p');
  text.textContent = question;
  const form = document.createElement('form');
  form.method = 'dialog';
  form.className = 'actions';
  for (const [value, label] of [['yes', yes], ['', 'Leave it']]) {
    const button = document.createElement('button');
    button.value = value;
    button.textContent = label;
    button.className = value ? 'danger' : '';
    form.append(button);
  }
  dialog.setAttribute('aria-label', question);
  dialog.append(text, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes');
  }));
}
