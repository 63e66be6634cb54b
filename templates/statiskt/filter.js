// Filters on a list: each <select> of form.vp-filter names a data attribute of the list's items; all choices must hold.
(() => {
  "use strict";

  // These attributes hold several values with spaces between; the others hold one, which may have spaces in it.
  const SEVERAL = new Set(["plats"]);

  const holds = (item, { name, value }) => {
    const own = item.dataset[name] ?? "";
    return value === "" || (SEVERAL.has(name) ? own.split(" ").includes(value) : own === value);
  };

  const start = (form) => {
    const list = document.querySelector(form.dataset.filter);
    const items = [...list.querySelectorAll(".vp-filterbar")];
    const groups = [...list.querySelectorAll(".vp-filtergrupp")];
    const selects = [...form.querySelectorAll("select")];
    const output = form.querySelector("output");

    const apply = () => {
      for (const item of items) item.hidden = !selects.every((select) => holds(item, select));
      for (const group of groups) group.hidden = !group.querySelector(".vp-filterbar:not([hidden])");
      const shown = items.filter((item) => !item.hidden).length;
      output.textContent = `Visar ${shown} av ${items.length} uppdrag`;
    };

    // So that what is shown can be linked to. A page opened from a folder may not change its address everywhere.
    const remember = () => {
      const address = new URL(location.href);
      for (const { name, value } of selects) {
        address.searchParams.delete(name);
        if (value) address.searchParams.append(name, value);
      }
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // The filter works as well without.
      }
    };

    const set = (valueOf) => {
      for (const select of selects) {
        const value = valueOf(select.name) ?? "";
        select.value = [...select.options].some((option) => option.value === value) ? value : "";
      }
      apply();
    };

    // A link to a spot comes before a choice that would hide it.
    const showTarget = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !list.contains(target) || !target.closest("[hidden]")) return;
      set(() => "");
      remember();
      target.scrollIntoView();
    };

    // Folded on a narrow screen, where the choices would fill it; never where a choice is made.
    const fold = form.querySelector("details");
    const wide = window.matchMedia("(min-width: 45em)");
    const unfold = () => {
      if (fold) fold.open = wide.matches || selects.some((select) => select.value);
    };

    form.addEventListener("change", () => {
      apply();
      remember();
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      set(() => "");
      remember();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", showTarget);
    const asked = new URLSearchParams(location.search);
    set((name) => asked.get(name));
    unfold();
    wide.addEventListener("change", unfold);
    form.hidden = false;
    showTarget();
  };

  document.querySelectorAll("form.vp-filter").forEach(start);
})();
