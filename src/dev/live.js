// Reloads the page when the site was built anew, and shows what is wrong while it cannot be.
const PANEL = "wenda-problems";
const RETRY_MS = 1000;
let seen = Number(document.currentScript.dataset.build);

function showProblems(problems) {
  document.getElementById(PANEL)?.remove();
  if (!document.querySelector('link[href="/__wenda/live.css"]')) {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/__wenda/live.css";
    document.head.append(style);
  }
  const panel = document.createElement("section");
  panel.id = PANEL;
  panel.role = "alert";
  const title = document.createElement("h1");
  title.textContent = "The site has errors; this is the last good page";
  const text = document.createElement("pre");
  text.textContent = problems;
  panel.append(title, text);
  document.body.append(panel);
}

async function listen() {
  for (;;) {
    try {
      const response = await fetch(`/__wenda/live?seen=${seen}`, { cache: "no-store" });
      if (response.status === 200) {
        const news = await response.json();
        seen = news.build;
        if (!news.problems) {
          location.reload();
          return;
        }
        showProblems(news.problems);
      } else if (response.status !== 204) {
        throw new Error(`status ${response.status}`);
      }
    } catch {
      // The server is gone or restarts: a new one has built the site anew.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

listen();
