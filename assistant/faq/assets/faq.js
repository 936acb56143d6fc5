"use strict";
(() => {
  const form = document.querySelector(".search");
  const field = form.querySelector("input");
  const status = form.querySelector("p");
  const plain = (text) => text.toLowerCase().normalize("NFC");
  const entries = [...document.querySelectorAll("article")].map((article) => ({
    article,
    link: document.querySelector(`nav a[href="#${CSS.escape(article.id)}"]`),
    text: plain(article.textContent),
  }));
  const hideEmpty = (outer, inner) => {
    for (const part of document.querySelectorAll(outer)) {
      part.hidden = [...part.querySelectorAll(inner)].every((one) => one.hidden);
    }
  };
  const search = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { article, link, text } of entries) {
      const fits = words.every((word) => text.includes(word));
      article.hidden = !fits;
      link.closest("li").hidden = !fits;
      shown += fits;
    }
    hideEmpty("main section", "article");
    hideEmpty(".contents > ul > li", "li");
    status.textContent = words.length
      ? form.dataset.found.replace("{shown}", shown).replace("{all}", entries.length)
      : "";
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
  form.hidden = false;
})();
