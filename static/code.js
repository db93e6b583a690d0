// A button on each block of code, which copies it; and keys scroll what is too wide.

const words = document.getElementById("_code").dataset;

function withButton(pre) {
  const block = pre.closest("figure.code") ?? document.createElement("div");
  if (!block.contains(pre)) {
    block.className = "code";
    pre.before(block);
    block.append(pre);
  }
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.label });
  const status = Object.assign(document.createElement("span"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  button.addEventListener("click", () => copy(pre, button, status));
  block.append(button, status);
}

async function copy(pre, button, status) {
  try {
    await navigator.clipboard.writeText(pre.textContent.replace(/\n$/, ""));
    button.textContent = status.textContent = words.done;
    setTimeout(() => {
      button.textContent = words.label;
      status.textContent = "";
    }, 2000);
  } catch (error) {
    console.info(`not copied: ${error.message}`);
    // It lies ready to be copied by hand.
    getSelection().selectAllChildren(pre);
  }
}

for (const pre of document.querySelectorAll(".answer pre")) {
  // Without encryption, browsers let no page copy.
  if (navigator.clipboard) withButton(pre);
  if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
}
