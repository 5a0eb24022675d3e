// What became of one job: its attempts and waits in time, what it cost, and what was answered.
import {html, nothing} from 'lit';
import {until} from './parts.js';
import {clock, kind, span} from './words.js';

/** @param {any} job */
export const story = job => html`<h3>Timeline</h3><ol class="timeline">
    <li><time>${clock(job.created_at)}</time> accepted</li>
    ${job.attempts.map((/** @type {any} */ attempt) => html`<li><time>${clock(attempt.started_at)}</time>
      <a href=${'#/targets/' + encodeURIComponent(attempt.target)}>${attempt.target}</a> ${attempt.outcome}
      <span class="quiet">after ${span(attempt.ended_at - attempt.started_at)}${attempt.detail ? ': ' + attempt.detail : ''}</span></li>`)}
    ${job.status === 'in_progress' ? html`<li>running on ${job.target ?? 'a target'}</li>` : nothing}
    ${job.queue ? html`<li>waits (${job.queue.waiting_for}), place ${job.queue.position}${job.queue.estimated_start_at
      ? html`, starts about ${clock(job.queue.estimated_start_at)}` : nothing}
      <ul class="plain">${job.queue.targets.map((/** @type {any} */ stop) => html`<li>${stop.target} ${stop.available ? 'available'
        : html`${kind(stop.kind)} ${until(stop.until)}`}</li>`)}</ul></li>` : nothing}
    ${job.completed_at ? html`<li><time>${clock(job.completed_at)}</time> ${job.status}</li>` : nothing}</ol>
  ${job.error ? html`<p class="said failed">${job.error.code}: ${job.error.message}</p>` : nothing}
  <dl>${job.usage ? html`<dt>Tokens</dt><dd>${job.usage.input_tokens} in, ${job.usage.output_tokens} out${job.usage.estimated ? ' (estimated)' : ''}</dd>` : nothing}
    ${job.cost != null ? html`<dt>Cost</dt><dd>$${job.cost}</dd>` : nothing}
    ${Object.entries(job.metadata).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
  ${job.output ? html`<h3>Answer</h3><pre tabindex="0">${job.output.text ?? JSON.stringify(job.output, null, 2)}</pre>` : nothing}`;
