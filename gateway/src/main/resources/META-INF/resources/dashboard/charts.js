// Small charts on one time axis. ECharts is a megabyte, so it comes after the page can be used.
import {html} from 'lit';
import {Plain} from './parts.js';

const QUARTER_HOUR_MS = 15 * 60 * 1000;
const loading = () => import('echarts/dist/echarts.esm.min.js');
/** @type {Promise<any> | null} */
let echarts = null;

/** A token's colour as it is now: a canvas does not know light-dark(). @param {string} name */
function token(name) {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

class TimeChart extends Plain {
  static properties = {title: {attribute: false}, unit: {attribute: false}, lines: {attribute: false}, stack: {type: Boolean}};

  constructor() {
    super();
    this.unit = '';
    /** @type {{name: string, points: [number, number | null][]}[]} */
    this.lines = [];
    this.stack = false;
    this.resized = new ResizeObserver(() => this.chart?.resize());
  }

  disconnectedCallback() {
    this.resized.disconnect();
    this.chart?.dispose();
    this.chart = null;
    super.disconnectedCallback();
  }

  render() {
    const latest = this.lines.map(line => `${line.name} ${this.number(line.points.at(-1)?.[1])}`).join(', ');
    return html`<figure><figcaption>${this.title} <span class="quiet">${this.unit}</span>
      <span class="latest">${latest || 'nothing yet'}</span></figcaption><div class="canvas" aria-hidden="true"></div></figure>`;
  }

  /** @param {number | null | undefined} value */
  number(value) {
    return value == null ? '–' : value.toLocaleString('en', {maximumFractionDigits: value < 10 ? 2 : 0});
  }

  async updated() {
    echarts ??= loading();
    const library = await echarts;
    const place = this.querySelector('.canvas');
    if (!place || !this.isConnected) {
      return;
    }
    if (!this.chart) {
      this.chart = library.init(place, null, {renderer: 'canvas'});
      this.resized.observe(place);
    }
    this.chart.setOption(this.option(), {notMerge: true, lazyUpdate: true});
  }

  option() {
    const ink = token('--quiet');
    const colours = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5'].map(token);
    const end = Date.now();
    return {
      animation: false,
      color: colours,
      grid: {left: 40, right: 88, top: 8, bottom: 20},
      xAxis: {type: 'time', min: end - QUARTER_HOUR_MS, max: end, splitNumber: 3, axisLine: {lineStyle: {color: token('--rule')}},
        axisLabel: {color: ink, fontSize: 11, hideOverlap: true, formatter: '{HH}:{mm}'}},
      yAxis: {type: 'value', min: 0, splitNumber: 2, axisLabel: {color: ink, fontSize: 11},
        splitLine: {lineStyle: {color: token('--rule')}}},
      series: this.lines.map(line => ({
        type: 'line', name: line.name, data: line.points, showSymbol: false, connectNulls: false, lineStyle: {width: 1.5},
        stack: this.stack ? 'all' : undefined, areaStyle: this.stack ? {opacity: 0.25} : undefined,
        endLabel: {show: true, formatter: line.name, color: token('--ink'), fontSize: 11, width: 80, overflow: 'truncate'},
        labelLayout: {moveOverlap: 'shiftY'},
      })),
    };
  }
}
customElements.define('time-chart', TimeChart);
