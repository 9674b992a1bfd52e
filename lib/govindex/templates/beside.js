(() => {
  'use strict';
  const told = document.querySelector('meta[name="govindex-beside"]');
  const nav = document.querySelector('.gi-beside');
  if (!told || !told.content || !nav) return;
  const { place, links } = JSON.parse(told.content);
  if (!decodeURIComponent(location.pathname).endsWith(`/${place}`)) return; // sent on alone: nothing stands beside it

  // What is chosen goes along: to the other language all of it, to another year all but the year, to other pages province and year.
  const along = {
    lang: (hash) => hash,
    year: (hash) => (hash ? hash.replace(/^#/, '').split('&').filter((part) => !part.startsWith('year=')).join('&').replace(/^(?=.)/, '#') : ''),
    page: (hash) => hash.replace(/^#/, '').split('&').filter((part) => /^(province|year)=/.test(part)).join('&').replace(/^(?=.)/, '#'),
    all: () => '',
  };
  const others = document.createElement('details'); // other pages of the same province and year
  const summary = document.createElement('summary');
  summary.textContent = nav.dataset.others;
  others.append(summary);
  for (const { kind, href, text, lang } of links) {
    const link = document.createElement('a');
    link.textContent = text;
    if (lang) link.lang = link.hreflang = lang;
    const lead = () => { link.href = href + along[kind](/^#[^=]+=/.test(location.hash) ? location.hash : ''); };
    for (const event of ['pointerdown', 'focus', 'click', 'contextmenu']) link.addEventListener(event, lead);
    lead();
    (kind === 'page' ? others : nav).append(link);
  }
  if (others.children.length > 1) nav.append(others);
  nav.hidden = false;
})();
