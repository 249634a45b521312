// What a reader gains with scripts: the contents unfold where there is room, a figure can be saved, a folded part opens where a link
// leads into it, and a number says beside itself what it is. Without them every link still leads to its row.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  const contents = document.querySelector("details.contents");
  const wide = matchMedia("(min-width: 901px)");
  const unfold = () => { contents.open = wide.matches; };
  unfold();
  wide.addEventListener("change", unfold);

  for (const figure of document.querySelectorAll("figure.figure")) {
    const line = figure.querySelector(".file");
    line.querySelector("a").href = figure.querySelector("img").src;
    line.hidden = false;
  }

  const reveal = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const box = byId("answer");
  const body = box.querySelector(".answer-body");
  let asked = null;

  // Texts that several answers share stand once on the page; here they are put back in their places.
  const behind = (rows) => {
    const list = element("dl");
    const said = new Set();
    for (const row of rows) {
      for (const part of byId(row.querySelector("a").hash.slice(1)).querySelectorAll("dt, dd")) {
        const link = part.querySelector("a");
        const text = link ? byId(link.hash.slice(1)).textContent : part.textContent;
        if (part.tagName === "DT") list.append(element("dt", text));
        else if (!said.has(text)) list.append(element("dd", text));
        if (part.tagName === "DD") said.add(text);
      }
    }
    for (const term of list.querySelectorAll("dt")) {
      if (!term.nextElementSibling || term.nextElementSibling.tagName === "DT") term.remove();
    }
    return list;
  };
  const fill = (link) => {
    const rows = link.dataset.n.split(" ").map(byId).filter(Boolean);
    const numbers = element("ul", "", "answer-numbers");
    const sources = new Set();
    for (const row of rows) {
      const [value, what, source] = row.children;
      const item = element("li");
      item.append(`${value.dataset.s} `, element("b", value.textContent));
      if (row === rows[0]) item.prepend(element("span", what.textContent, "answer-what"));
      numbers.append(item);
      sources.add(source.textContent);
    }
    const list = behind(rows);
    list.append(element("dt", box.dataset.row), ...[...sources].map((text) => { const dd = element("dd"); dd.append(element("code", text)); return dd; }));
    box.querySelector(".answer-title").textContent = link.textContent;
    body.replaceChildren(numbers, list);
    box.querySelector(".answer-row").href = link.hash;
  };
  // Beside the number, on the side with more room, and never over it.
  const place = (link) => {
    const at = link.getBoundingClientRect();
    const [above, below] = [at.top - 14, innerHeight - at.bottom - 14];
    box.style.maxHeight = `${Math.max(120, Math.min(520, Math.max(above, below)))}px`;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8))}px`;
    box.style.top = `${below >= height || below >= above ? at.bottom + 6 : at.top - height - 6}px`;
  };
  const close = () => {
    box.hidden = true;
    if (asked) asked.setAttribute("aria-expanded", "false");
    asked = null;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.n");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (asked) close();
      fill(link);
      asked = link;
      link.setAttribute("aria-expanded", "true");
      box.hidden = false;
      place(link);
      box.focus({ preventScroll: true });
    } else if (!box.hidden && !box.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box.hidden) return;
    const back = asked;
    close();
    back.focus();
  });
  box.querySelector("button").addEventListener("click", () => { const back = asked; close(); back.focus(); });
  box.querySelector(".answer-row").addEventListener("click", close);
  box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) close(); });
  addEventListener("resize", () => { if (asked) place(asked); });
  addEventListener("scroll", () => { if (asked) place(asked); }, { passive: true });
})();
