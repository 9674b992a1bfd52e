(() => {
  'use strict';
  const told = document.querySelector('meta[name="govindex-beside"]');
  const nav = document.querySelector('.gi-beside');
  if (!told || !told.content || !nav) return;
  const { place, links } = JSON.parse(told.content);
  if (!decodeURIComponent(location.pathname).endsWith(`/${place}`)) return; // sent on alone: nothing stands beside it

  // What is chosen goes along: to the other language all of it, to another year all but the year.
  const along = {
    lang: (hash) => hash,
    year: (hash) => (hash ? hash.replace(/^#/, '').split('&').filter((part) => !part.startsWith('year=')).join('&').replace(/^(?=.)/, '#') : ''),
    all: () => '',
  };
  for (const { kind, href, text, lang } of links) {
    const link = document.createElement('a');
    link.textContent = text;
    if (lang) link.lang = link.hreflang = lang;
    const lead = () => { link.href = href + along[kind](/^#[^=]+=/.test(location.hash) ? location.hash : ''); };
    for (const event of ['pointerdown', 'focus', 'click', 'contextmenu']) link.addEventListener(event, lead);
    lead();
    nav.append(link);
  }
  nav.hidden = false;
})();
