// Buttons that copy: each block of code, and in the place of the link beside each heading the address of what stands below it. Keys
// scroll code that is too wide.

const words = document.getElementById("_copy").dataset;
const SIGN =
  '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="m6 10 4-4M7 4l2-2a3.5 3.5 0 0 1 5 5l-2 2M9 12l-2 2a3.5 3.5 0 0 1-5-5l2-2"/></svg>';

const element = (name, properties) => Object.assign(document.createElement(name), properties);

/** Copies a text and says so for a while; where the browser refuses, `lay` lays it ready to be copied by hand. */
async function copy(text, say, lay) {
  try {
    await navigator.clipboard.writeText(text);
    say(true);
    setTimeout(say, 2000, false);
  } catch (error) {
    console.info(`not copied: ${error.message}`);
    lay();
  }
}

function withAddress(link) {
  const heading = link.previousElementSibling;
  const button = element("button", { type: "button", className: "anchor", innerHTML: SIGN });
  button.setAttribute("aria-label", words.heading + heading.textContent);
  const status = element("span");
  status.setAttribute("role", "status");
  const say = (done) => (status.textContent = done ? words.headingDone : "");
  button.addEventListener("click", () => {
    const { href } = new URL(`#${heading.id}`, location.origin + location.pathname);
    copy(href, say, () => (location.hash = heading.id));
  });
  link.replaceWith(button, status);
}

function withButton(pre) {
  const block = pre.closest("figure.code") ?? element("div", { className: "code" });
  if (!block.contains(pre)) {
    pre.before(block);
    block.append(pre);
  }
  const button = element("button", { type: "button", textContent: words.code });
  const status = element("span", { className: "visually-hidden" });
  status.setAttribute("role", "status");
  const say = (done) => {
    button.textContent = done ? words.codeDone : words.code;
    status.textContent = done ? words.codeDone : "";
  };
  const lay = () => getSelection().selectAllChildren(pre);
  button.addEventListener("click", () => copy(pre.textContent.replace(/\n$/, ""), say, lay));
  block.append(button, status);
}

const code = document.querySelectorAll(".answer pre");
// Without encryption, browsers let no page copy: there the links stay.
if (navigator.clipboard) {
  document.querySelectorAll("a.anchor").forEach(withAddress);
  code.forEach(withButton);
}
for (const pre of code) if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
