// The live preview: reloads the page when it has changed, and shows what is wrong in the content over the last good page.
(() => {
  "use strict";

  const { events } = document.currentScript.dataset;
  const KEPT = "vpgen-forhandsvisning";
  let source = null;
  let last = "";
  let dialog = null;

  // ---- reload in place

  const reload = () => {
    source.close();
    sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname, left: scrollX, top: scrollY }));
    location.reload();
  };

  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  if (kept?.page === location.pathname) {
    const goBack = () => scrollTo({ left: kept.left, top: kept.top, behavior: "instant" });
    goBack();
    // Pictures and styles may have moved everything since.
    addEventListener("load", goBack);
  }

  // ---- what is wrong

  const STYLE = `
    dialog { box-sizing: border-box; width: min(76rem, 100vw - 2rem); max-height: calc(100vh - 2rem); padding: 1.25rem 1.5rem;
      border: 0; border-top: .4rem solid #c62828; border-radius: .25rem; background: #fff; color: #1f2328;
      font: 1rem/1.5 system-ui, sans-serif; box-shadow: 0 .5rem 2rem #0008; }
    dialog[open] { display: flex; flex-direction: column; gap: .75rem; }
    dialog::backdrop { background: #0009; }
    header { display: flex; gap: 1rem; align-items: start; justify-content: space-between; }
    h2 { margin: 0; font-size: 1.25rem; line-height: 1.4; color: #b01c1c; }
    p { margin: 0; }
    pre { margin: 0; padding: .75rem; overflow: auto; background: #f2f4f6; font: .875rem/1.5 ui-monospace, Consolas, monospace;
      white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 8; }
    button { flex: none; padding: .35rem .9rem; border: 1px solid #5b6470; border-radius: .25rem; background: #fff; color: inherit;
      font: inherit; cursor: pointer; }
    button:hover { background: #f2f4f6; }
    :focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
    @media print { dialog { display: none !important; } }`;

  // In a shadow tree, where neither the site's style nor ours reaches the other.
  const makeDialog = () => {
    const host = document.createElement("div");
    host.lang = "sv";
    const tree = host.attachShadow({ mode: "open" });
    tree.innerHTML = `<style></style><dialog role="alertdialog" aria-labelledby="rubrik" aria-describedby="problem">
      <header><h2 id="rubrik"></h2><button type="button">Stäng</button></header>
      <p>Bakom rutan står den senaste versionen som gick att bygga. Rutan försvinner när felen är rättade.</p>
      <pre id="problem" tabindex="0"></pre></dialog>`;
    tree.querySelector("style").textContent = STYLE;
    tree.querySelector("button").addEventListener("click", () => dialog.close());
    document.body.append(host);
    return tree.querySelector("dialog");
  };

  const show = (heading, problems) => {
    dialog ??= makeDialog();
    dialog.querySelector("h2").textContent = heading;
    dialog.querySelector("pre").textContent = problems;
    if (!dialog.open) dialog.showModal();
  };

  // ---- listen

  const hear = (event) => {
    const news = JSON.parse(event.data);
    if (news.reload) return reload();
    // After a lost connection the same news comes again: a box that the author has closed stays closed.
    if (event.lastEventId === last) return;
    last = event.lastEventId;
    if (news.problems) show(news.heading, news.problems);
    else dialog?.close();
  };

  // A browser holds six connections to one server: a page that nobody sees must not keep one. The server tells
  // what has changed since this page was made, so nothing is missed.
  const listen = () => {
    source?.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource(events);
    source.addEventListener("message", hear);
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
