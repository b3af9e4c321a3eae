'use strict';
// Search, highlights and details of the drawing above; 'snapshot' says what is drawn.
(() => {
  const byId = (id) => document.getElementById(id);
  const snapshot = JSON.parse(byId('snapshot').textContent);
  const svg = document.querySelector('svg');
  const all = (selector) => [...svg.querySelectorAll(selector)];
  const nets = all('.net'), arrows = all('.arrow'), rows = all('.row'), cards = all('.card'), tops = all('.top');
  const processes = new Map(snapshot.processes.map((each) => [each.object, each]));
  const objects = new Map(snapshot.objects.map((each) => [each.object, each]));
  const search = byId('search'), found = byId('found'), details = byId('details');
  let pinned = null; // what was clicked; it stays lit when nothing is pointed at

  // What would reorder or hide the rest of a text is spelled out.
  const printable = (text) => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (each) => '\\u' + each.charCodeAt(0).toString(16).padStart(4, '0'));

  // A subject is a process, an object, or one handle: what of these its parts must have.
  const subject = (element) => {
    const part = element.closest('.row, .card, .top, .arrow');
    if (!part) return null;
    if (part.matches('.top')) return {process: part.parentNode.dataset.process};
    if (part.matches('.card')) return {object: part.dataset.object};
    return {process: part.dataset.process, object: part.dataset.object, handle: part.dataset.handle || ''};
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isOf = (wanted, part) => Object.keys(wanted).every((key) => wanted[key] === (part.dataset[key] || ''));

  // Lights the arrows for which that holds, with both of their ends, and what else is named.
  const light = (holds, others = () => false) => {
    const lit = arrows.filter(holds);
    const ends = new Set(lit.flatMap((arrow) => [arrow.dataset.object, 'of ' + arrow.dataset.process]));
    arrows.forEach((arrow) => arrow.classList.toggle('lit', holds(arrow)));
    rows.forEach((row) => row.classList.toggle('lit', holds(row)));
    nets.forEach((net) => net.classList.toggle('lit', ends.has(net.dataset.object)));
    cards.forEach((card) => card.classList.toggle('lit', ends.has(card.dataset.object) || others(card)));
    tops.forEach((top) => top.classList.toggle('lit', ends.has('of ' + top.parentNode.dataset.process) || others(top)));
    svg.classList.add('dimmed');
    return lit.length;
  };
  const lightSubject = (wanted) => light((part) => isOf(wanted, part),
    (part) => same(subject(part), wanted));
  const clear = () => {
    svg.classList.remove('dimmed');
    all('.lit').forEach((part) => part.classList.remove('lit'));
  };

  // Text to look in, for each part that has some.
  const texts = new Map([...rows, ...cards].map((part) => [part, part.getAttribute('aria-label').toLowerCase()]));
  tops.forEach((top) => texts.set(top, top.parentNode.querySelector('title').textContent.toLowerCase()));
  const key = (part) => JSON.stringify([part.dataset.process, part.dataset.object, part.dataset.handle]);
  const lightFound = (words) => {
    const has = (part) => words.every((word) => texts.get(part).includes(word));
    const foundProcesses = new Set(tops.filter(has).map((top) => top.parentNode.dataset.process));
    const foundObjects = new Set(cards.filter(has).map((card) => card.dataset.object));
    const foundHandles = new Set(rows.filter(has).map(key));
    const arrowsFound = light((part) => foundProcesses.has(part.dataset.process) || foundObjects.has(part.dataset.object)
      || foundHandles.has(key(part)), has);
    const count = (number, thing, more) => number + ' ' + (number === 1 ? thing : more);
    found.textContent = count(foundProcesses.size, 'process', 'processes') + ', '
      + count(foundObjects.size, 'object', 'objects') + ', ' + count(arrowsFound, 'arrow', 'arrows');
  };

  // What is lit while nothing is pointed at: what was clicked, else what is searched for.
  const settle = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word);
    found.textContent = '';
    if (words.length) lightFound(words);
    if (pinned) lightSubject(pinned);
    if (!pinned && !words.length) clear();
  };

  const goTo = (part) => part && part.scrollIntoView({block: 'center'});
  let last = -1; // of what is found, where Enter has gone to
  const goToNext = () => {
    const lit = all('.lit').filter((part) => texts.has(part));
    last = (last + 1) % lit.length;
    goTo(lit[last]);
  };

  const create = (name, text) => {
    const element = document.createElement(name);
    element.textContent = text === undefined ? '' : printable(text);
    return element;
  };
  const link = (text, wanted) => {
    const button = create('button', text);
    button.addEventListener('click', () => {
      pin(wanted);
      goTo([...tops, ...cards, ...rows].find((part) => same(subject(part), wanted)));
    });
    return button;
  };
  const show = (heading, facts) => {
    const list = create('dl');
    for (const [name, value] of facts) {
      if (value === undefined || value === null || value === '' || Array.isArray(value) && !value.length) continue;
      const data = create('dd', Array.isArray(value) ? '' : value);
      if (Array.isArray(value)) data.append(...value);
      list.append(create('dt', name), data);
    }
    const shut = create('button', '×');
    shut.className = 'shut';
    shut.setAttribute('aria-label', 'close');
    shut.addEventListener('click', () => pin(null));
    details.replaceChildren(shut, create('h2', heading), list);
    details.hidden = false;
  };
  const facts = (record, without) => Object.entries(record)
    .filter(([name, value]) => !without.includes(name) && !(Array.isArray(value) && value.some((each) => typeof each === 'object')))
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : value]);
  const named = (id) => {
    const object = objects.get(id);
    return object ? object.type + ' ' + object.name : id;
  };
  const holders = (id) => rows.filter((row) => row.dataset.object === id).map((row) => {
    const process = processes.get(row.dataset.process);
    const handle = row.dataset.handle || '';
    return link(process.pid + (handle ? ':' + handle : ' itself'), {process: process.object, object: id, handle});
  });

  const tellProcess = (process) => show('process ' + process.pid, [
    ...facts({...process, command: process.command.join(' ')}, ['pid', 'handles', 'waits']),
    ['waits on', process.waits.map((wait) => link(named(wait.object), {object: wait.object}))],
    ['handles', process.handles.map((each) => link(each.handle + ' ' + named(each.object),
      {process: process.object, object: each.object, handle: String(each.handle)}))]]);
  const tellObject = (id) => {
    const object = objects.get(id) || {type: 'object', name: id, object: id};
    const mailslot = snapshot.mailslots.find((each) => each.object === object.mailslot);
    show(object.type + ' ' + object.name, [...facts(object, ['type', 'name', 'heldBy', 'mailslot']), ['held by', holders(id)],
      ...(mailslot ? facts(mailslot, ['name', 'object', 'receivers', 'senders']).map(([name, value]) => ['slot: ' + name, value]) : [])]);
  };
  const tellHandle = (wanted) => {
    const process = processes.get(wanted.process);
    const handle = process.handles.find((each) => String(each.handle) === wanted.handle);
    show(handle ? 'handle ' + handle.handle + ' of ' + process.pid : 'process ' + process.pid + ' itself', [
      ...(handle ? facts(handle, ['handle', 'name', 'type', 'object']) : []),
      ['process', [link(process.pid, {process: process.object})]],
      ['leads to', [link(named(wanted.object), {object: wanted.object})]]]);
  };

  const pin = (wanted) => {
    pinned = wanted;
    details.hidden = true;
    if (wanted && 'handle' in wanted) tellHandle(wanted);
    else if (wanted && wanted.object) tellObject(wanted.object);
    else if (wanted) tellProcess(processes.get(wanted.process));
    settle();
  };

  svg.addEventListener('pointerover', (event) => {
    const wanted = subject(event.target);
    if (wanted) lightSubject(wanted);
    else settle();
  });
  svg.addEventListener('pointerleave', settle);
  svg.addEventListener('click', (event) => {
    const wanted = subject(event.target);
    pin(wanted && same(wanted, pinned) ? null : wanted);
  });
  [...tops, ...rows, ...cards].forEach((part) => part.setAttribute('tabindex', '0'));
  svg.addEventListener('focusin', (event) => {
    if (event.target.matches(':focus-visible')) lightSubject(subject(event.target));
  });
  search.addEventListener('input', () => {
    last = -1;
    settle();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape') {
      search.value = '';
      pin(null);
    } else if (event.key === 'Enter' && document.activeElement === search) {
      goToNext();
    } else if (event.key === 'Enter' && svg.contains(document.activeElement)) {
      pin(subject(document.activeElement));
    }
  });
})();
