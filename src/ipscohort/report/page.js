(() => {
  "use strict";
  const contents = document.querySelector("details.contents");
  const wide = matchMedia("(min-width: 901px)");
  const fold = () => { contents.open = wide.matches; };
  fold();
  wide.addEventListener("change", fold);
  for (const figure of document.querySelectorAll("figure.figure")) {
    const line = figure.querySelector(".file");
    line.querySelector("a").href = figure.querySelector("img").src;
    line.hidden = false;
  }
})();
