/* Draws Plotly over a chart when the reader turns to it. Without script, or if anything fails, the SVG stays. */
(() => {
  "use strict";

  const LIBRARY = new URL("vendor/plotly-basic.min.js", document.currentScript.src).href;
  const DWELL = 150; // ms a mouse rests before the library is fetched, so that scrolling past costs nothing
  const CONFIG = {
    displayModeBar: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    displaylogo: false,
    doubleClick: false,
    showTips: false,
    responsive: false, // a ResizeObserver of our own also scales text and margins with the drawing
  };
  const drawn = new Map();
  let library;

  function load() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = LIBRARY;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => {
        library = undefined;
        reject(new Error(LIBRARY));
      };
      document.head.append(script);
    });
    return library;
  }

  /** The value with every `var(--name)` replaced by what the style sheet says, and with sizes scaled. */
  function resolve(value, style) {
    if (typeof value === "string") {
      const name = /^var\((--[\w-]+)\)$/.exec(value);
      return name ? style.getPropertyValue(name[1]).trim() : value;
    }
    if (Array.isArray(value)) return value.map((item) => resolve(item, style));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, style)]));
  }

  /** The figure at the size of the drawing that CSS shows, so that nothing moves when Plotly takes over. */
  function fitted(figure) {
    const surface = figure.querySelector(".vp-diagram__yta");
    const style = getComputedStyle(figure);
    const { data, layout: wide, narrow, narrow_y: places } = resolve(JSON.parse(figure.dataset.figur), style);
    const slim = getComputedStyle(figure.querySelector(".vp-bred")).display === "none";
    const layout = slim ? { ...wide, ...narrow } : wide;
    const scale = surface.clientWidth / layout.width;
    layout.width = surface.clientWidth;
    layout.height = surface.clientHeight;
    layout.font.size *= scale;
    layout.font.family = style.fontFamily;
    layout.hoverlabel.font.size = layout.font.size;
    for (const side of ["l", "r", "t", "b"]) layout.margin[side] *= scale;
    for (const [i, trace] of data.entries()) {
      if (slim && places) trace.y = places[i];
      const { marker, line } = trace;
      if (marker.size) marker.size *= scale;
      if (line) line.width *= scale;
    }
    return { data, layout };
  }

  async function draw(figure) {
    const surface = figure.querySelector(".vp-diagram__yta");
    const Plotly = await load();
    let target = drawn.get(figure);
    if (!target) {
      target = document.createElement("div");
      target.className = "vp-diagram__plotly";
      surface.append(target);
      drawn.set(figure, target);
    }
    const { data, layout } = fitted(figure);
    await Plotly.react(target, data, layout, CONFIG);
    figure.classList.add("vp-diagram--ritad");
    return target;
  }

  function giveUp(figure) {
    drawn.get(figure)?.remove();
    drawn.delete(figure);
    figure.classList.remove("vp-diagram--ritad");
  }

  /** Shows the value under the finger that woke the chart: the tap itself came before there was anything to hit. */
  function point(target, event) {
    const layer = target.querySelector(".nsewdrag");
    const at = { bubbles: true, clientX: event.clientX, clientY: event.clientY };
    layer?.dispatchEvent(new MouseEvent("mouseover", at));
    layer?.dispatchEvent(new MouseEvent("mousemove", at));
  }

  function wake(figure, event) {
    if (drawn.has(figure)) return;
    draw(figure).then(
      (target) => {
        resized.observe(figure.querySelector(".vp-diagram__yta"));
        if (event.clientX !== undefined) point(target, event);
      },
      () => giveUp(figure),
    );
  }

  function redraw(figure) {
    draw(figure).catch(() => giveUp(figure));
  }

  const widths = new WeakMap();
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const before = widths.get(target);
      widths.set(target, contentRect.width);
      if (before !== undefined && before !== contentRect.width && contentRect.width > 0) {
        redraw(target.closest(".vp-diagram"));
      }
    }
  });

  const figureOf = (event) => event.target.closest?.(".vp-diagram[data-figur]");
  let resting;

  document.addEventListener("pointerover", (event) => {
    clearTimeout(resting);
    const figure = event.pointerType === "touch" ? null : figureOf(event);
    if (figure) resting = setTimeout(() => wake(figure, event), DWELL);
  });
  // A touch that scrolls past is no tap: a click comes only when the finger stayed.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".vp-diagram__yta")) wake(figureOf(event), event);
  });
  document.addEventListener("focusin", (event) => {
    const figure = figureOf(event);
    if (figure) wake(figure, {});
  });

  new MutationObserver(() => {
    for (const figure of drawn.keys()) redraw(figure);
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
})();
