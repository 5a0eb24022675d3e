// A chat with any route. An answer is a job: if every model is exhausted, it keeps its place and starts by itself.
import {html, nothing} from 'lit';
import {call, get} from '../api.js';
import {live} from '../live.js';
import {Page} from '../parts.js';
import {clock} from '../words.js';

class Playground extends Page {
  static properties = {turns: {state: true}};

  constructor() {
    super();
    /** @type {{role: string, content: string, by?: string, state?: string, job?: string, over?: boolean}[]} */
    this.turns = [];
    this.seen = '';
  }

  disconnectedCallback() {
    this.source?.close();
    super.disconnectedCallback();
  }

  render() {
    const models = [...live.all('routes').map(route => route.name),
      ...live.all('targets').filter(target => target.types.includes('chat')).map(target => target.name)];
    const busy = this.turns.some(turn => turn.role === 'assistant' && !turn.over);
    return html`<h1>Playground</h1>
      <ol class="chat" aria-live="polite">${this.turns.map(turn => html`<li class=${turn.role} title=${turn.by ? 'Answered by ' + turn.by : ''}>
        <p class="text">${turn.content}</p>
        ${turn.state || turn.by ? html`<p class="quiet">${turn.state ?? ''} ${turn.by ? 'by ' + turn.by : nothing}
          ${turn.job ? html`<a href=${'#/jobs/' + turn.job}>job ${turn.job.slice(-8)}</a>` : nothing}</p>` : nothing}</li>`)}</ol>
      ${this.said()}
      <form class="ask" @submit=${this.ask}>
        <label>Route or target <select name="model">${models.map(name => html`<option .selected=${name === this.query.get('model')}>${name}</option>`)}</select></label>
        <label class="wide">Message <textarea name="text" rows="3" required @keydown=${this.pressed}></textarea></label>
        <p class="actions"><button class="first" ?disabled=${busy}>Send</button>
          ${busy ? html`<button type="button" @click=${this.stop}>Stop</button>` : nothing}
          <button type="button" ?disabled=${busy || !this.turns.length} @click=${() => { this.turns = []; }}>Start over</button></p></form>`;
  }

  /** A job that waits is looked at when it changed, or a target did. */
  updated() {
    const turn = this.turns.find(each => each.job && !each.over && !each.by);
    const known = turn && live.jobs.get(turn.job ?? '');
    const seen = turn ? [turn.job, known?.status, known?.waiting_for, ...live.all('targets').map(target => target.state + target.until)].join() : '';
    if (turn && seen !== this.seen) {
      this.look(turn.job ?? '');
    }
    this.seen = seen;
  }

  /** @param {string} id */
  async look(id) {
    const job = await get('/v1/jobs/' + id).catch(() => null);
    const turn = this.turns.find(each => each.job === id);
    if (job?.status === 'queued' && turn && !turn.over && !turn.by) {
      this.turn(id, {state: this.waits(job.queue)});
    }
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      /** @type {HTMLTextAreaElement} */ (event.target).form?.requestSubmit();
    }
  }

  /** @param {SubmitEvent} event */
  async ask(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const {model, text} = Object.fromEntries(new FormData(form));
    const messages = [...this.turns.filter(turn => turn.content).map(({role, content}) => ({role, content})), {role: 'user', content: String(text)}];
    await this.act(async () => {
      const job = await call('POST', '/v1/jobs', {model, messages, stream: true, metadata: {from: 'playground'}});
      /** @type {any} */ (form.elements.namedItem('text')).value = '';
      this.turns = [...this.turns, {role: 'user', content: String(text)}, {role: 'assistant', content: '', state: 'accepted', job: job.id}];
      this.follow(job);
    });
  }

  /** @param {any} job */
  follow(job) {
    const source = new EventSource(`/v1/jobs/${job.id}/events`);
    this.source = source;
    const on = (/** @type {string} */ name, /** @type {(data: any) => any} */ change) =>
      source.addEventListener(name, event => this.turn(job.id, change(JSON.parse(event.data))));
    on('started', data => ({state: 'answering', by: data.target}));
    on('attempt', data => ({state: 'the next model is asked', ...(data.target ? {by: data.target} : {})}));
    source.addEventListener('token', event => {
      const turn = this.turns.find(each => each.job === job.id);
      this.turn(job.id, {state: 'answering', content: (turn?.content ?? '') + JSON.parse(event.data).text});
    });
    on('restarted', () => ({content: '', state: 'begun anew'}));
    for (const end of ['completed', 'failed', 'cancelled', 'expired']) {
      on(end, data => {
        source.close();
        return {over: true, state: end === 'completed' ? 'answered' : end + (data.error ? ': ' + data.error.message : ''),
          ...(data.target ? {by: data.target} : {}), ...(data.output?.text ? {content: data.output.text} : {})};
      });
    }
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        this.turn(job.id, {over: true, state: 'the stream ended; the job goes on'});
      }
    };
  }

  /** @param {any} queue */
  waits(queue) {
    if (queue?.waiting_for !== 'exhausted') {
      return 'waits for a free slot';
    }
    const back = queue.estimated_start_at ?? Math.min(...queue.targets.map((/** @type {any} */ stop) => stop.until ?? Infinity));
    return `every model of this route is exhausted; it keeps its place (${queue.position}) and starts by itself`
      + (Number.isFinite(back) ? ` about ${clock(back)}` : '');
  }

  /** @param {string} id @param {any} change */
  turn(id, change) {
    this.turns = this.turns.map(turn => turn.job === id ? {...turn, ...change} : turn);
  }

  stop() {
    const turn = this.turns.find(each => each.job && !each.over);
    return turn && this.act(async () => { await call('POST', `/v1/jobs/${turn.job}/cancel`); });
  }
}
customElements.define('page-playground', Playground);
