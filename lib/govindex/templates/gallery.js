(() => {
  'use strict';
  const form = document.querySelector('.gi-filters');
  if (!form) return;
  const items = [...document.querySelectorAll('main li[data-find]')].map((element) => ({ element, ...element.dataset }));
  const failures = document.querySelector('.gi-failures');
  const shells = [...document.querySelectorAll('.gi-shelf, .gi-year, .gi-province')];
  const links = [...document.querySelectorAll('.gi-contents a')];
  const output = form.querySelector('output');
  const nothing = document.getElementById('nothing');
  const keys = { province: 'province', year: 'year', of_notebook: 'notebook', of_language: 'lang', status: 'status' };

  // As the library folds names: without case, diacritics and marks between letters; Đ is no D with a mark.
  const fold = (text) => text.toLowerCase().replaceAll('đ', 'd').normalize('NFKD').replace(/\p{M}/gu, '');
  const splitWords = (text) => fold(text).split(/[^\p{L}\p{N}.]+/u).filter(Boolean);

  const read = () => Object.fromEntries(new FormData(form));
  const show = () => {
    const wanted = read();
    const words = splitWords(wanted.text);
    let count = 0;
    for (const item of items) {
      const fits = Object.entries(keys).every(([name, key]) => !wanted[name] || item[key] === wanted[name])
        && words.every((word) => item.find.includes(word));
      item.element.hidden = !fits;
      count += fits && !(failures && failures.contains(item.element)) ? 1 : 0;
    }
    for (const shell of shells) shell.hidden = !shell.querySelector('li[data-find]:not([hidden])');
    if (failures) failures.hidden = !failures.querySelector('li:not([hidden])');
    for (const link of links) {
      const target = document.getElementById(link.hash.slice(1));
      link.parentElement.hidden = !target || target.closest('[hidden]') !== null;
    }
    output.value = count.toLocaleString('vi');
    nothing.hidden = count > 0;
  };
  const keep = () => {
    const chosen = Object.entries(read()).filter(([, value]) => value);
    history.replaceState(null, '', '#' + new URLSearchParams(chosen));
  };
  const take = () => {
    const kept = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
    for (const [name, value] of kept) if (form.elements[name]) form.elements[name].value = value;
  };

  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => { show(); keep(); });
  form.addEventListener('reset', () => setTimeout(() => { show(); keep(); }));
  take();
  show();
})();
