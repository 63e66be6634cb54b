// The frame by keyboard: the menu button, the drawer, and the branches of the menu.
(() => {
  "use strict";

  const drawer = document.getElementById("__drawer");
  const menu = document.getElementById("vp-menu");
  const menuButton = document.querySelector(".vp-drawer-open");
  if (!drawer || !menu || !menuButton) return;

  const focusFirst = (container) => {
    for (const candidate of container.querySelectorAll("a[href], button")) {
      // A folded branch holds links that nobody can see.
      if (candidate.checkVisibility({ visibilityProperty: true })) return candidate.focus();
    }
  };

  // Material folds with checkboxes and labels, which are no buttons to the keyboard: ours name the checkbox they turn.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-toggle]");
    if (button) document.getElementById(button.dataset.toggle).click();
  });

  document.addEventListener("change", (event) => {
    const toggle = event.target;
    for (const button of document.querySelectorAll("button[data-toggle][aria-expanded]")) {
      if (button.dataset.toggle === toggle.id) button.setAttribute("aria-expanded", String(toggle.checked));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked) drawer.click();
  });

  // While the drawer is open, nothing behind it can be reached; when it closes, focus goes back to its button.
  drawer.addEventListener("change", () => {
    const held = menu.contains(document.activeElement);
    const behind = ".md-skip, .md-header, .md-banner, .md-sidebar--secondary, .md-content, .md-footer, .md-top";
    for (const element of document.querySelectorAll(behind)) element.inert = drawer.checked;
    if (drawer.checked) focusFirst(menu);
    else if (held) menuButton.focus();
  });

  // Above this width the menu stands beside the page, and there is no drawer to close.
  matchMedia("(min-width: 76.25em)").addEventListener("change", (wide) => {
    if (wide.matches && drawer.checked) drawer.click();
  });

  // In the drawer a branch is a panel that covers the one it came from: focus goes along, and back.
  menu.addEventListener("change", (event) => {
    if (!drawer.checked) return;
    const item = event.target.parentElement;
    if (event.target.checked) focusFirst(item.querySelector(":scope > .md-nav"));
    else item.querySelector(".md-nav__link[data-toggle]")?.focus();
  });
})();
