// Search in the browser: suggestions in the header's field, and the page with all hits.
// MiniSearch and the index come only when the reader turns to a field, as scripts so that a folder will do for a server.
(() => {
  "use strict";

  // The addresses of the index count from the site's root, one step up from this script's own folder.
  const root = new URL("..", document.currentScript.src);

  // ---- Words: the same for what is searched in and what is searched for

  // A number with its points ("5.1.1") is one word; hyphen and slash part words.
  const WORD = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu;
  const ENDING = /^(.{3,}?)(?:erna|arna|orna|ena|orn|er|ar|or|en|et|an|a|e|s)$|^(.{2,}[iö])n$/u;
  const SMALL = new Set("att av de den det en ett för i med och om på som till är".split(" "));

  const clean = (text) => text.normalize("NFC").toLowerCase();
  const words = (text) => clean(text).match(WORD) ?? [];
  const fold = (word) => word.normalize("NFD").replace(/\p{M}/gu, "");
  const isNumber = (word) => /\p{N}/u.test(word);

  // What is left when no Swedish ending remains: målen, målet and mål are one. It need not be a word itself.
  const stem = (word) => {
    const match = isNumber(word) ? null : ENDING.exec(word);
    return match ? stem(match[1] ?? match[2]) : word;
  };

  // A word is found as it stands, by its stem, and by both written without dots.
  const forms = (word) => [...new Set([word, stem(word), fold(word), fold(stem(word))])];

  // ---- The index

  const loadScript = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(address, root);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${address} could not be loaded`));
      document.head.append(script);
    });

  let loading = null;
  const load = () => {
    loading ??= Promise.all(["statiskt/vendor/minisearch.js", "statiskt/sokindex.js"].map(loadScript)).then(
      () => makeIndex(window.vpgenSok),
    );
    // What failed may work the next time.
    loading.catch(() => (loading = null));
    return loading;
  };

  // The last part of an address is the thing's id, which often is its abbreviation.
  const idIn = (address) => address.replace(/\.html\b/g, "").replace(/^(.*[/#])?(index$)?/, "");

  const makeIndex = ({ falt, poster }) => {
    const things = poster.map((row, number) => Object.fromEntries(row.map((value, at) => [falt[at], value]).concat([["id", number]])));
    const index = new window.MiniSearch({
      fields: ["rubrik", "sort", "plats", "text", "namn"],
      extractField: (thing, field) => (field === "namn" ? idIn(thing.adress) : thing[field]),
      tokenize: words,
      processTerm: forms,
      searchOptions: {
        boost: { rubrik: 4, sort: 2, namn: 2 },
        // A query is taken apart here below, and its words are ready.
        tokenize: (word) => [word],
        processTerm: (word) => word,
      },
    });
    index.addAll(things);
    return (text) => find(index, things, text);
  };

  // Numbers are matched to the letter: Nr 5 is not Nr 56, and 2024 is no misprint for 2023.
  const wordQuery = (word, fuzzy) => {
    if (isNumber(word)) return { queries: [word] };
    return { combineWith: "OR", fuzzy, queries: [{ queries: [word], prefix: word.length > 1 }, { queries: [stem(word)] }] };
  };

  // Gives the hits of the strictest reading that has any, and which reading that was.
  const find = (index, things, text) => {
    const typed = [...new Set(words(text))];
    const heavy = typed.filter((word) => !SMALL.has(word));
    const wanted = heavy.length ? heavy : typed;
    const readings = { alla: ["AND", false], liknande: ["AND", 0.15], nagot: ["OR", 0.15] };
    for (const [reading, [combineWith, fuzzy]] of Object.entries(readings)) {
      const results = index.search({ combineWith, queries: wanted.map((word) => wordQuery(word, fuzzy)) });
      if (results.length) {
        return { reading, hits: results.map(({ id, terms }) => ({ ...things[id], terms: new Set(terms) })) };
      }
    }
    return { reading: "inget", hits: [] };
  };

  // ---- What is shown: text only, never markup

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const isHit = (word, terms) => forms(clean(word)).some((form) => terms.has(form));

  // Gives the text as nodes, with the words that were found in <mark>.
  const marked = (text, terms) => {
    const nodes = [];
    let end = 0;
    for (const match of text.matchAll(WORD)) {
      if (!isHit(match[0], terms)) continue;
      nodes.push(text.slice(end, match.index), element("mark", "", match[0]));
      end = match.index + match[0].length;
    }
    return [...nodes, text.slice(end)];
  };

  // Gives the piece of a long text where the first word was found; nothing where none was.
  const excerpt = (text, terms) => {
    const first = [...text.matchAll(WORD)].find((match) => isHit(match[0], terms));
    if (!first) return "";
    const start = first.index < 100 ? 0 : text.indexOf(" ", first.index - 80) + 1;
    const stop = text.length - start < 240 ? text.length : text.lastIndexOf(" ", start + 220);
    return (start ? "… " : "") + text.slice(start, stop) + (stop < text.length ? " …" : "");
  };

  const link = (hit) => new URL(hit.adress, root).href;
  const count = (number) => `${number} ${number === 1 ? "träff" : "träffar"}`;

  // ---- The field in the header

  const startHeader = (form) => {
    const SHOWN = 6;
    const field = form.querySelector("input");
    const panel = form.querySelector(".vp-sok__panel");
    const list = panel.querySelector("ul");
    const status = form.querySelector("[role=status]");
    let chosen = -1;

    const choose = (number) => {
      chosen = number;
      [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
      const option = list.children[chosen];
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
      option?.scrollIntoView({ block: "nearest" });
    };

    const open = (opened) => {
      panel.hidden = !opened;
      field.setAttribute("aria-expanded", String(opened));
      if (!opened) choose(-1);
    };

    const close = () => {
      status.textContent = "";
      open(false);
    };

    const addOption = (address, ...children) => {
      const option = element("li", "", ...children);
      option.id = `vp-sok-forslag-${list.children.length}`;
      option.setAttribute("role", "option");
      option.dataset.address = address;
      list.append(option);
    };

    const show = (hits) => {
      list.replaceChildren();
      for (const hit of hits.slice(0, SHOWN)) {
        const about = [hit.sort, hit.plats].filter(Boolean).join(" · ");
        const title = element("span", "vp-sok__rubrik", ...marked(hit.rubrik, hit.terms));
        addOption(link(hit), title, element("span", "vp-sok__om", about));
      }
      if (hits.length > SHOWN) {
        const all = new URL("sok.html", root);
        all.searchParams.set("q", field.value);
        addOption(all.href, `Visa alla ${count(hits.length)}`);
      }
      const shown = Math.min(hits.length, SHOWN);
      status.textContent = shown ? `${shown} förslag av ${count(hits.length)}` : "Inga förslag";
      choose(-1);
      open(hits.length > 0);
    };

    const suggest = async () => {
      const asked = field.value;
      if (!asked.trim()) return close();
      const search = await load();
      // The reader may have typed on, or left, while the index came.
      if (field.value === asked && document.activeElement === field) show(search(asked).hits);
    };

    const go = (option) => {
      close();
      location.assign(option.dataset.address);
    };

    const onKey = (event) => {
      const { key } = event;
      if (panel.hidden) {
        if (key === "ArrowDown" && field.value) suggest().catch(close);
        return;
      }
      const number = list.children.length;
      if (key === "ArrowDown") choose(chosen + 1 < number ? chosen + 1 : -1);
      else if (key === "ArrowUp") choose(chosen < 0 ? number - 1 : chosen - 1);
      else if (key === "Escape") close();
      else if (key === "Enter" && chosen >= 0) go(list.children[chosen]);
      else return;
      event.preventDefault();
    };

    const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries(combobox)) field.setAttribute(name, value);
    // A suggestion that cannot be had is no error: Enter still leads to the search page.
    field.addEventListener("focus", () => load().catch(close));
    field.addEventListener("input", () => suggest().catch(close));
    field.addEventListener("keydown", onKey);
    field.addEventListener("blur", close);
    panel.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(option);
    });
  };

  // ---- The page with all hits

  const startPage = (form) => {
    const STEP = 40;
    const field = form.querySelector("input");
    const status = document.querySelector(".vp-sokstatus");
    const none = document.querySelector(".vp-ingen-traff");
    const list = document.querySelector(".vp-traffar");
    const more = document.querySelector(".vp-fler");
    let waiting = [];

    const item = (hit) => {
      const title = element("a", "vp-traff__rubrik", ...marked(hit.rubrik, hit.terms));
      title.href = link(hit);
      const about = element("p", "vp-traff__om", element("span", "vp-traff__sort", ...marked(hit.sort, hit.terms)));
      if (hit.plats) about.append(" ", ...marked(hit.plats, hit.terms));
      const made = element("li", "vp-traff", title, about);
      const piece = excerpt(hit.text, hit.terms);
      if (piece) made.append(element("p", "vp-traff__text", ...marked(piece, hit.terms)));
      return made;
    };

    const showMore = () => {
      const items = waiting.splice(0, STEP).map(item);
      list.append(...items);
      more.hidden = waiting.length === 0;
      return items[0];
    };

    const sentence = { alla: "", liknande: "Inget stämmer exakt, men liknande ord: ", nagot: "Inget har alla orden, men något av dem: " };

    const show = (text, { reading, hits }) => {
      const found = hits.length > 0;
      status.textContent = found ? `${sentence[reading]}${count(hits.length)} på ”${text}”.` : `Inga träffar på ”${text}”.`;
      list.replaceChildren();
      waiting = [...hits];
      showMore();
      none.hidden = found;
    };

    const clear = () => {
      status.textContent = "";
      list.replaceChildren();
      none.hidden = true;
      more.hidden = true;
    };

    // So that a search can be linked to. A page opened from a folder may not change its address everywhere.
    const remember = (text) => {
      const address = new URL(location.href);
      if (text) address.searchParams.set("q", text);
      else address.searchParams.delete("q");
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // The search works as well without.
      }
    };

    const search = async () => {
      const asked = field.value.trim();
      remember(asked);
      if (!asked) return clear();
      try {
        const found = (await load())(asked);
        if (field.value.trim() === asked) show(asked, found);
      } catch {
        clear();
        status.textContent = "Det som sökningen behöver gick inte att hämta. Ladda om sidan och försök igen.";
        none.hidden = false;
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search();
    });
    field.addEventListener("input", search);
    more.addEventListener("click", () => showMore()?.querySelector("a").focus());
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (!field.value) field.focus({ preventScroll: true });
    load().catch(() => {});
    search();
  };

  const header = document.querySelector("form.vp-sok");
  const page = document.querySelector("form.vp-soksida");
  if (header) startHeader(header);
  if (page) startPage(page);
})();
