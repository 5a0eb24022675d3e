// Is anything failing or waiting? Why, and until when? What can I do about it?
import {html, nothing} from 'lit';
import {get} from '../api.js';
import {live} from '../live.js';
import {Page, empty, mark, until} from '../parts.js';
import {count, kind, money, some, span, clock, now} from '../words.js';
import '../charts.js';

class Overview extends Page {
  static properties = {spent: {state: true}};

  constructor() {
    super();
    /** @type {number | null} US dollars today, as of when the page was opened */
    this.spent = null;
  }

  connectedCallback() {
    super.connectedCallback();
    const today = new Date().toISOString().slice(0, 10);
    get(`/ops/usage?by=day&from=${today}&to=${today}`).then(usage => { this.spent = usage.data[0]?.cost ?? 0; }, () => {});
  }

  render() {
    const targets = live.all('targets');
    const out = targets.filter(target => target.state !== 'available');
    return html`<h1 class="sentence">${targets.length ? this.sentence(targets, out) : 'Looking…'}</h1>
      ${out.length ? this.wrong(out) : nothing} ${this.flow(targets)} ${this.rates()}
      <section class="charts" aria-label="The last 15 minutes">${this.charts()}</section>
      ${this.latest()}`;
  }

  /** @param {any[]} targets @param {any[]} out */
  sentence(targets, out) {
    const gone = out.filter(target => target.until != null);
    const waiting = live.waiting();
    const first = Math.min(...gone.map(target => target.until));
    const failed = live.points.at(-1)?.failed_last_hour ?? 0;
    return html`<a href="#/targets">${gone.length
      ? `${gone.length} of ${some(targets.length, 'target')} ${gone.length === 1 ? 'is' : 'are'} out`
      : `All ${some(targets.length, 'target')} can be called`}</a>;
      <a href="#/queue">${some(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'}</a>${gone.length
        ? html`, the next target is back <time-left .until=${first}></time-left>` : nothing};
      <a href="#/jobs?status=failed">${failed ? `${some(failed, 'job')} failed` : 'nothing has failed'} in the last hour</a>.
      ${live.all('workers').length ? nothing : html`<a href="#/workers">No worker has reported.</a>`}`;
  }

  /** @param {any[]} out */
  wrong(out) {
    return html`<section aria-label="What is wrong now"><ul class="plain">${out.map(target => html`
      <li><a href=${'#/targets/' + encodeURIComponent(target.name)}>${target.name}</a> ${mark(target.state)}
        ${until(target.until)} ${why(target)} ${target.waiting ? `· ${some(target.waiting, 'job')} may go there` : ''}</li>`)}
      </ul></section>`;
  }

  /** @param {any[]} targets */
  flow(targets) {
    const workers = live.all('workers');
    const pools = ['cloud', 'local', 'gpu'].filter(pool => targets.some(target => target.pool === pool));
    return html`<ol class="flow" aria-label="Jobs running by pool">${pools.map(pool => {
      const here = targets.filter(target => target.pool === pool);
      const slots = workers.filter(worker => worker.kind === pool && !worker.draining)
        .reduce((sum, worker) => sum + worker.slots, 0);
      const running = here.reduce((sum, target) => sum + target.running, 0);
      return html`<li><strong>${pool}</strong> <a href="#/jobs?status=in_progress">${count(running)} running</a>
        <a href="#/workers">${some(slots, 'slot')}</a>
        <a href="#/targets">${here.filter(target => target.state === 'available').length} of ${here.length} available</a></li>`;
    })}</ol>`;
  }

  /** How it went, as far as this gateway has read. */
  rates() {
    const sum = (/** @type {string} */ name) => live.points.reduce((all, point) => all + (point[name] ?? 0), 0);
    const ended = sum('ended');
    const part = (/** @type {number} */ some) => `${(100 * some / ended).toLocaleString('en', {maximumFractionDigits: 1})} %`;
    return html`<p>In the last 15 minutes ${ended ? html`<a href="#/jobs">${some(ended, 'job')}</a> ended, ${part(sum('completed'))} of them with an answer;
      ${part(sum('fallbacks'))} went on to another target after a call that failed` : 'no job ended'}.
      ${this.spent == null ? nothing : html`<a href="#/tenants">${money(this.spent)}</a> spent today.`}</p>`;
  }

  /** Drawn again only when there is a new point: a chart is the dearest thing on the page. */
  charts() {
    const look = document.documentElement.dataset.look;
    if (this.plotted !== live.points || this.look !== look) {
      this.plotted = live.points;
      this.look = look;
      this.drawn = this.plot();
    }
    return this.drawn;
  }

  plot() {
    /** @param {(point: any) => number | null | undefined} value */
    const line = value => /** @type {[number, number | null][]} */ (
      live.points.map(point => [point.at * 1000, value(point) ?? null]));
    const answering = [...new Set(live.points.flatMap(point => Object.keys(point.answers)))];
    return html`
      <time-chart .title=${'Arrivals and completions'} .unit=${'jobs/s'} .lines=${[
        {name: 'arrive', points: line(point => point.arrivals)}, {name: 'end', points: line(point => point.served)}]}></time-chart>
      <time-chart .title=${'Waiting and running'} .unit=${'jobs'} .lines=${[
        {name: 'waiting', points: line(point => point.waiting)}, {name: 'running', points: line(point => point.running)}]}></time-chart>
      <time-chart .title=${'Queue wait and run'} .unit=${'s'} .lines=${[
        {name: 'wait p50', points: line(point => seconds(point.durations.queue?.p50))},
        {name: 'wait p95', points: line(point => seconds(point.durations.queue?.p95))},
        {name: 'run p50', points: line(point => seconds(point.durations.run?.p50))},
        {name: 'run p95', points: line(point => seconds(point.durations.run?.p95))}]}></time-chart>
      <time-chart .title=${'Answers by target'} .unit=${'per 5 s'} stack .lines=${answering.map(name => (
        {name: name.split('/').slice(1).join('/') || name, points: line(point => point.answers[name] ?? 0)}))}></time-chart>`;
  }

  latest() {
    const jobs = [...live.jobs.values()].reverse().slice(0, 8);
    return html`<section aria-label="Jobs that changed last"><h2>Changed last</h2>${jobs.length ? html`
      <ul class="plain">${jobs.map(job => html`<li><a href=${'#/jobs/' + job.id}><code>${job.id.slice(-8)}</code></a>
        <span class=${'status ' + job.status}>${job.status}</span> ${job.model}${job.target ? html` by ${job.target}` : nothing}
        <span class="quiet">${job.completed_at ? `after ${span(job.completed_at - job.created_at)}, ${clock(job.completed_at)}`
          : `accepted ${span(now() - job.created_at)} ago`}</span> ${job.error ?? ''}</li>`)}</ul>` : empty('No job has changed since this page was opened.')}</section>`;
  }
}

/** @param {any} target */
function why(target) {
  const key = target.keys.filter((/** @type {any} */ each) => each.until != null)
    .sort((/** @type {any} */ a, /** @type {any} */ b) => a.until - b.until)[0];
  return key ? html`<span class="quiet">${kind(key.kind)}${key.why ? ': ' + key.why : ''}</span>` : nothing;
}

/** @param {number | undefined} ms */
const seconds = ms => ms == null ? null : ms / 1000;

customElements.define('page-overview', Overview);
