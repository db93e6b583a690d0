// In the place of the link beside each heading, a button that copies the address of what stands below it.

const words = document.getElementById("_heading").dataset;
const SIGN =
  '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="m6 10 4-4M7 4l2-2a3.5 3.5 0 0 1 5 5l-2 2M9 12l-2 2a3.5 3.5 0 0 1-5-5l2-2"/></svg>';

function withButton(link) {
  const heading = link.previousElementSibling;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "anchor", innerHTML: SIGN });
  button.setAttribute("aria-label", words.label + heading.textContent);
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.addEventListener("click", () => copy(heading, status));
  link.replaceWith(button, status);
}

async function copy({ id }, status) {
  try {
    await navigator.clipboard.writeText(new URL(`#${id}`, location.origin + location.pathname).href);
    status.textContent = words.done;
    setTimeout(() => (status.textContent = ""), 2000);
  } catch (error) {
    console.info(`not copied: ${error.message}`);
    // It lies ready to be copied by hand.
    location.hash = id;
  }
}

// Without encryption, browsers let no page copy: there the links stay.
if (navigator.clipboard) document.querySelectorAll("a.anchor").forEach(withButton);
