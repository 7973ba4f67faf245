'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const colours = getComputedStyle(document.documentElement);
const colour = name => colours.getPropertyValue('--' + name).trim();

// Texts are only ever set as text: nothing of a manifest or a log becomes markup.
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') node.className = value; else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

function span(ms) {
  if (ms < 1000) return Math.round(ms) + ' ms';
  if (ms < 60000) return (ms / 1000).toFixed(1) + ' s';
  const s = Math.floor(ms / 1000);
  return s < 3600 ? `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`
    : `${Math.floor(s / 3600)} h ${String(Math.floor(s / 60) % 60).padStart(2, '0')} min`;
}
function clock(ms) {
  const s = Math.round(ms / 1000), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  const two = n => String(n).padStart(2, '0');
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}
const usd = micro => '$' + (micro / 1e6).toFixed(4);
const share = (part, all) => all ? Math.round(100 * part / all) + ' %' : '-';

function head() {
  const t = data.totals, bad = t.failed + t.stopped;
  $('headline').textContent = bad ? `${t.failed} of ${t.videos} videos failed` + (t.stopped ? `, ${t.stopped} stopped` : '') : `${t.done} videos done`;
  $('headline').classList.toggle('bad', bad > 0);
  document.title = $('headline').textContent + ' · reelmill';
  const first = data.runs[0];
  if (first) $('when').textContent = `${new Date(first.started).toLocaleString()} · ${first.manifests.join(' ')} · reelmill ${first.reelmill}`;
  const chips = [[span(t.elapsed_ms), 'wall']];
  if (t.cpu_ms) chips.push([span(t.cpu_ms), 'cpu']);
  chips.push([clock(t.length_ms), 'of video']);
  if (t.made && t.elapsed_ms) chips.push([(t.length_ms / t.elapsed_ms).toFixed(1) + ' ×', 'realtime']);
  chips.push([share(t.hits, t.jobs), `of ${t.jobs} jobs cached`], [span(t.saved_ms), 'saved by the cache']);
  if (t.cost_micro_usd || t.saved_cost_micro_usd) chips.push([usd(t.cost_micro_usd), `spent, ${usd(t.saved_cost_micro_usd)} saved`]);
  $('chips').append(...chips.map(([value, what]) => el('li', null, el('b', null, value), el('span', null, what))));
}

function fault(video) {
  const f = video.failure, place = [f.stage, f.label].filter(Boolean).join(' of ');
  return el('div', { class: 'fault' },
    el('div', null, el('b', null, video.id), place ? ` (${place}): ` : ': ', f.cause),
    f.remedy && el('div', null, el('b', null, 'help: '), f.remedy),
    f.log && el('div', { class: 'dim' }, 'log: ', el('code', null, f.log)),
    f.tail && el('details', null, el('summary', null, 'the tool’s last words'), el('pre', { tabindex: 0 }, f.tail)));
}

function failures() {
  const failed = data.videos.filter(video => video.failure);
  $('failures').hidden = !failed.length;
  $('failures').append(...failed.slice(0, 200).map(fault));
  if (failed.length > 200) $('failures').append(el('p', { class: 'dim' }, `… and ${failed.length - 200} more`));
}

function rows(table, titles, lines) {
  table.append(el('thead', null, el('tr', null, ...titles.map(title => el('th', { scope: 'col' }, title)))),
    el('tbody', null, ...lines.map(cells => el('tr', null, ...cells.map(cell => el('td', null, cell))))));
}

function stages() {
  const worked = data.stages.filter(row => row.stage !== 'video').reduce((sum, row) => sum + row.total_ms, 0);
  const time = ms => ms === null ? '-' : span(ms);
  rows($('stages'), ['stage', 'jobs', 'hits', 'hit rate', 'failed', 'total', 'mean', 'p50', 'p95', 'share', 'cost'], data.stages.map(row => {
    const part = row.stage === 'video' ? null : row.total_ms;
    return [row.stage, row.jobs, row.hits, share(row.hits, row.jobs), row.failed || '-', row.made ? span(row.total_ms) : '-', time(row.mean_ms), time(row.p50_ms), time(row.p95_ms),
      part === null || !worked ? '-' : el('meter', { min: 0, max: worked, value: part, title: share(part, worked), 'aria-label': share(part, worked) }), row.cost_micro_usd ? usd(row.cost_micro_usd) : '-'];
  }));
}

function runs() {
  rows($('runs'), ['started', 'manifests', 'part', 'wall', 'cpu', 'workers', 'in flight', 'exit', 'tools'], data.runs.map(run => [
    new Date(run.started).toLocaleString(), run.manifests.join(' '), run.shard || '-', span(run.elapsed_ms), run.cpu_ms === null ? '-' : span(run.cpu_ms), run.workers, run.in_flight, run.exit_code, run.tools.join(', ')]));
  $('notes').hidden = !data.notes.length;
  $('notes').querySelector('ul').append(...data.notes.map(note => el('li', null, note)));
}

// The timeline: jobs over workers, drawn on one canvas so that tens of thousands are no weight.
const timeline = (() => {
  const canvas = $('timeline'), context = canvas.getContext('2d'), ROW = 22, LEFT = 110, TOP = 20;
  let run = 0, lanes = [], jobs = [], from = 0, to = 1, end = 1, chosen = -1;

  function load(index) {
    run = index;
    lanes = data.lanes.map((lane, i) => ({ i, run: lane[0], name: lane[1] })).filter(lane => lane.run === run);
    const row = new Map(lanes.map((lane, i) => [lane.i, i]));
    jobs = [];
    data.videos.forEach((video, v) => {
      if (video.run !== run) return;
      for (const job of video.jobs) if (job[5] !== null) jobs.push({ v, row: row.get(job[5]), start: job[3], end: job[3] + job[4], job });
    });
    jobs.sort((a, b) => a.start - b.start);
    end = Math.max(1, data.runs[run] ? data.runs[run].elapsed_ms : 1, ...jobs.slice(-400).map(job => job.end));
    for (const job of jobs) if (job.end > end) end = job.end;
    chosen = -1;
    view(0, end);
  }
  function view(a, b) {
    const width = Math.min(end, Math.max(b - a, Math.min(end, 2)));
    from = Math.max(0, Math.min(a, end - width));
    to = from + width;
    draw();
  }
  const zoom = (factor, at = (from + to) / 2) => view(at - (at - from) * factor, at + (to - at) * factor);
  const x = t => LEFT + (t - from) / (to - from) * (canvas.clientWidth - LEFT - 8);
  const time = px => from + (px - LEFT) / (canvas.clientWidth - LEFT - 8) * (to - from);

  function draw() {
    const width = canvas.clientWidth, height = TOP + Math.max(1, lanes.length) * ROW + 8, scale = devicePixelRatio || 1;
    canvas.style.height = height + 'px';
    canvas.width = width * scale; canvas.height = height * scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    const ink = colour('ink'), dim = colour('dim'), line = colour('line');
    const step = nice((to - from) / Math.max(2, (width - LEFT) / 110));
    context.fillStyle = dim; context.strokeStyle = line;
    for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
      context.beginPath(); context.moveTo(x(t), TOP); context.lineTo(x(t), height); context.stroke();
      context.fillText(step >= 1000 ? clock(t) : span(t), x(t) + 3, TOP / 2);
    }
    context.fillStyle = ink;
    if (!lanes.length) context.fillText('nothing was made: all of it was in the cache', LEFT, TOP + ROW / 2);
    lanes.forEach((lane, i) => context.fillText(lane.name, 8, TOP + i * ROW + ROW / 2, LEFT - 16));
    context.save();
    context.beginPath(); context.rect(LEFT, 0, width - LEFT, height); context.clip();
    const fills = data.stageNames.map(colour), bad = colour('bad'), panel = colour('panel');
    const right = new Float64Array(lanes.length).fill(-1);
    jobs.forEach((job, i) => {
      if (job.end < from || job.start > to) return;
      const left = x(job.start), wide = Math.max(1, x(job.end) - left), top = TOP + job.row * ROW + 2;
      // What would be drawn over the very same pixel is not drawn again.
      if (wide <= 1 && left < right[job.row] && i !== chosen) return;
      right[job.row] = left + wide;
      context.fillStyle = job.job[2] === 3 ? bad : fills[job.job[0]];
      context.fillRect(left, top, Math.max(1, wide - (wide > 4 ? 1 : 0)), ROW - 4);
      if (wide > 60) {
        context.fillStyle = panel;
        const text = `${data.videos[job.v].id} ${job.job[1]}`;
        context.fillText(text.length * 6.6 > wide - 8 ? text.slice(0, Math.max(0, Math.floor((wide - 12) / 6.6))) + '…' : text, left + 4, top + ROW / 2 - 2);
      }
      if (i === chosen) { context.strokeStyle = ink; context.lineWidth = 2; context.strokeRect(left - 1, top - 1, wide + 1, ROW - 2); context.lineWidth = 1; }
    });
    context.restore();
  }
  function nice(step) {
    const base = 10 ** Math.floor(Math.log10(step));
    return Math.max(1, [1, 2, 5, 10].map(n => n * base).find(n => n >= step));
  }
  function at(event) {
    const box = canvas.getBoundingClientRect(), row = Math.floor((event.clientY - box.top - TOP) / ROW), t = time(event.clientX - box.left);
    const slack = 2 * (to - from) / canvas.clientWidth;
    let best = -1;
    jobs.forEach((job, i) => { if (job.row === row && job.start - slack <= t && t <= job.end + slack) best = i; });
    return best;
  }
  function words(i) {
    const { v, job, start } = jobs[i], video = data.videos[v];
    return `${video.id}\n${data.stageNames[job[0]]} ${job[1]} · ${data.outcomes[job[2]]}\n${span(job[4])}, at ${span(start)}\n${job[6]}` + (job[7] ? '\n' + job[7].slice(0, 300) : '');
  }
  function choose(i) {
    if (!jobs.length) return;
    chosen = Math.max(0, Math.min(jobs.length - 1, i));
    const job = jobs[chosen];
    if (job.start < from || job.end > to) view(job.start - (to - from) / 3, job.start + (to - from) * 2 / 3); else draw();
    $('job').textContent = words(chosen).replaceAll('\n', ' · ');
  }
  let drag = null;
  canvas.addEventListener('pointerdown', event => { drag = { x: event.clientX, from, moved: false }; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener('pointermove', event => {
    if (drag) {
      const moved = (event.clientX - drag.x) / (canvas.clientWidth - LEFT - 8) * (to - from), width = to - from;
      drag.moved = drag.moved || Math.abs(event.clientX - drag.x) > 3;
      if (drag.moved) view(drag.from - moved, drag.from - moved + width);
    }
    const i = at(event), tip = $('tip');
    tip.hidden = i < 0;
    if (i >= 0) {
      tip.textContent = words(i);
      tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + 'px';
      tip.style.top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8) + 'px';
    }
  });
  canvas.addEventListener('pointerup', event => {
    const clicked = drag && !drag.moved;
    drag = null;
    const i = clicked ? at(event) : -1;
    if (i >= 0) { choose(i); videos.open(jobs[i].v); }
  });
  canvas.addEventListener('pointerleave', () => { $('tip').hidden = true; });
  canvas.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, time(event.clientX - canvas.getBoundingClientRect().left));
  }, { passive: false });
  canvas.addEventListener('keydown', event => {
    const width = to - from, keys = {
      '+': () => zoom(0.67), '=': () => zoom(0.67), '-': () => zoom(1.5), '0': () => view(0, end), Home: () => view(0, width), End: () => view(end - width, end),
      ArrowLeft: () => view(from - width / 5, to - width / 5), ArrowRight: () => view(from + width / 5, to + width / 5),
      n: () => choose(chosen + 1), p: () => choose(chosen < 0 ? 0 : chosen - 1), Enter: () => chosen >= 0 && videos.open(jobs[chosen].v),
    };
    if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) { keys[event.key](); event.preventDefault(); }
  });
  document.querySelectorAll('[data-zoom]').forEach(button => button.addEventListener('click', () => ({ in: () => zoom(0.5), out: () => zoom(2), all: () => view(0, end) })[button.dataset.zoom]()));
  if (data.runs.length > 1) {
    $('run').hidden = false;
    $('run').append(...data.runs.map((r, i) => el('option', { value: i }, `${r.shard || i + 1}: ${r.manifests.join(' ')}`)));
    $('run').addEventListener('change', () => load(Number($('run').value)));
  }
  const used = new Set(data.videos.flatMap(video => video.jobs.map(job => job[0])));
  $('legend').append(...data.stageNames.flatMap((name, i) => used.has(i) && name !== 'video' ? [el('span', null, el('i', { style: `background:var(--${name})` }), name)] : []));
  addEventListener('resize', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  load(0);
  return { load };
})();

const videos = (() => {
  const list = $('list'), CHUNK = 40;
  let shown = [], drawn = 0;

  function card(v) {
    const video = data.videos[v], jobs = video.jobs.filter(job => data.stageNames[job[0]] !== 'video' || job[2] === 0 || job[2] === 2).length;
    const facts = [video.length === null ? null : clock(video.length), `hits ${video.hits}/${jobs}`, span(video.elapsed), video.cost ? usd(video.cost) : null, video.savedCost ? `${usd(video.savedCost)} saved` : null].filter(Boolean).join(' · ');
    const node = el('details', { class: 'card', id: 'video-' + v },
      el('summary', null,
        video.poster ? el('img', { class: 'thumb', src: video.poster, alt: '', loading: 'lazy', decoding: 'async' }) : el('div', { class: 'thumb' }),
        el('div', { class: 'what' }, el('b', null, video.id), el('span', null, video.failure ? video.failure.cause : video.title || video.output || '')),
        el('div', { class: 'facts' }, el('div', { class: 'state ' + video.state }, video.state + (video.state === 'done' && !video.written ? ' (unchanged)' : '')), facts)));
    node.addEventListener('toggle', () => { if (node.open && node.childElementCount === 1) node.append(inner(video)); });
    return node;
  }
  function inner(video) {
    const about = video.about || {}, box = el('div', { class: 'inner' });
    if (video.failure) box.append(el('div', { class: 'wide' }, fault(video)));
    if (video.player && video.state === 'done') {
      box.append(el('div', null, el('video', { controls: true, preload: 'metadata', src: video.player, poster: video.poster, playsinline: true, 'aria-label': video.id })));
    }
    if (about.scenes && about.scenes.length) {
      box.append(el('div', null, el('h3', null, 'Script'), el('ol', null, ...about.scenes.map(scene => el('li', null,
        scene.title ? el('b', null, scene.title + ' ') : null, scene.narration || '(silent)', el('span', { class: 'dim' }, ' ' + clock(scene.start_ms)))))));
    }
    const files = el('div', null, el('h3', null, 'Files'), el('ul', null, ...video.files.map(([name, href, digest]) => el('li', null, el('a', { href }, name), ' ', el('code', { class: 'dim', title: 'SHA-256 ' + digest }, digest.slice(0, 12))))));
    if (video.files.length) box.append(files);
    for (const [title, key] of [['Credits', 'credits'], ['Checks', 'checks'], ['Made with', 'provenance']]) {
      if (about[key]) box.append(el('div', null, el('h3', null, title), told(about[key])));
    }
    const table = el('table');
    rows(table, ['stage', 'job', 'outcome', 'start', 'time', 'key'], video.jobs.map(job => [data.stageNames[job[0]], job[1], el('span', { class: job[2] === 3 ? 'failed' : '' }, data.outcomes[job[2]]), span(job[3]), span(job[4]), el('code', null, job[6])]));
    box.append(el('div', { class: 'wide', tabindex: 0 }, el('h3', null, 'Jobs'), table));
    return box;
  }
  function told(value) {
    if (Array.isArray(value)) {
      const list = el('ul', null, ...value.slice(0, 100).map(item => el('li', null, told(item))));
      // Lists of things, such as digests, are looked at when they are wanted.
      return value.some(item => item !== null && typeof item === 'object') ? el('details', { class: 'in' }, el('summary', null, String(value.length)), list) : list;
    }
    if (value !== null && typeof value === 'object') {
      const entries = Object.entries(value).filter(([, item]) => item !== null);
      return el('ul', null, ...entries.map(([name, item]) => el('li', null, name.replaceAll('_', ' ') + ': ', told(item))));
    }
    return el('span', null, String(value));
  }
  function more() {
    const until = Math.min(shown.length, drawn + CHUNK);
    list.append(...shown.slice(drawn, until).map(card));
    drawn = until;
  }
  const haystack = data.videos.map(video => [video.id, video.title, video.failure && video.failure.cause, ...((video.about && video.about.scenes) || []).map(scene => scene.narration)].join(' ').toLowerCase());
  function refresh() {
    const word = $('search').value.trim().toLowerCase(), state = $('state').value, order = $('order').value;
    shown = data.videos.map((_, v) => v).filter(v => (!state || data.videos[v].state === state) && haystack[v].includes(word));
    const by = { slow: (a, b) => data.videos[b].elapsed - data.videos[a].elapsed, cost: (a, b) => data.videos[b].cost - data.videos[a].cost, id: (a, b) => data.videos[a].id < data.videos[b].id ? -1 : 1 }[order];
    if (by) shown.sort(by);
    $('count').textContent = `${shown.length} of ${data.videos.length}`;
    list.replaceChildren();
    drawn = 0;
    more();
  }
  function open(v) {
    if (!shown.includes(v)) { $('search').value = ''; $('state').value = ''; refresh(); }
    while (drawn < shown.length && !$('video-' + v)) more();
    const node = $('video-' + v);
    node.open = true;
    node.scrollIntoView({ block: 'start' });
    node.firstElementChild.focus();
  }
  $('search').addEventListener('input', refresh);
  $('state').addEventListener('change', refresh);
  $('order').addEventListener('change', refresh);
  addEventListener('keydown', event => { if (event.key === '/' && document.activeElement.tagName !== 'INPUT') { event.preventDefault(); $('search').focus(); } });
  new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting) && drawn < shown.length) more(); }, { rootMargin: '800px' }).observe($('more'));
  refresh();
  return { open };
})();

head();
failures();
stages();
runs();
// A link to one video: report.html#video-7
const wanted = /^#video-(\d+)$/.exec(location.hash);
if (wanted && data.videos[wanted[1]]) videos.open(Number(wanted[1]));
