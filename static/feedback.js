// Tells the host of the site whether an answer helped, without leaving the page; without this script, a form does.

const form = document.querySelector(".feedback form");
const told = form.querySelector("[role=status]");
let isSending = false;

async function send(button) {
  // The page as it is read: answers to a decision stand in the address.
  const page = form.elements.page.value + location.search;
  const said = new URLSearchParams({ page, [button.name]: button.value });
  const response = await fetch(form.action, { method: "POST", body: said });
  if (!response.ok) throw new Error(`${form.action}: ${response.status}`);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  told.textContent = "";
  try {
    await send(event.submitter);
    form.querySelector("fieldset").hidden = true;
    told.textContent = form.dataset.thanks;
    // What had the focus is gone.
    told.focus();
  } catch (error) {
    console.info(error.message);
    told.textContent = form.dataset.failed;
  } finally {
    isSending = false;
  }
});
