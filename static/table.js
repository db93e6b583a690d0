// Lets readers filter and sort the rows of a long table, and leave out columns. Without this script it stands as it is.

const NEXT = { none: "ascending", ascending: "descending" };

// As the style has it.
const areCards = matchMedia("(max-width: 40rem)");

// Letters in any width and case are alike.
const plain = (text) => text.normalize("NFKC").toLowerCase();

function equip(tools) {
  const parts = [];
  let next = tools.nextElementSibling;
  for (; next && parts.length < tools.dataset.parts; next = next.nextElementSibling) parts.push(next.querySelector("table"));
  // A row goes through all parts.
  const rows = [...parts[0].tBodies[0].rows].map((_, place) => parts.map((part) => part.tBodies[0].rows[place]));
  const columns = parts.flatMap((part, place) =>
    [...part.tHead.rows[0].cells].map((head, column) => {
      const cells = rows.map((row) => row[place].cells[column]);
      return { part, head, column, cells, varies: new Set(cells.map((cell) => cell.textContent)).size > 1 };
    }),
  );
  filterable(tools, rows);
  sortable(parts, rows, columns);
  const chooser = tools.querySelector("details");
  if (chooser) choosable(chooser, columns.filter(({ column }) => column > 0));
  tools.classList.add("ready");
}

function filterable(tools, rows) {
  const input = tools.querySelector("input");
  const told = tools.querySelector("[role=status]");
  const cells = (part) => [...part.cells].filter((cell) => !cell.matches(".cited"));
  const texts = rows.map((row) => plain(row.flatMap(cells).map((cell) => cell.textContent).join(" ")));
  const filter = () => {
    const words = plain(input.value).split(/\s+/);
    let shown = 0;
    rows.forEach((row, place) => {
      const fits = words.every((word) => texts[place].includes(word));
      for (const part of row) part.hidden = !fits;
      shown += fits;
    });
    told.textContent = tools.dataset.told.replace("{shown}", shown).replace("{count}", rows.length);
  };
  input.addEventListener("input", filter);
  // A link to a row leads to it, whatever is typed.
  addEventListener("hashchange", () => {
    const row = document.querySelector(":target");
    if (!row?.hidden) return;
    input.value = "";
    filter();
    row.scrollIntoView();
  });
}

function sortable(parts, rows, columns) {
  const { lang } = parts[0].closest("[lang]");
  const { compare } = new Intl.Collator(lang, { numeric: true });
  const keyOf = (cell) => (cell.matches(".empty") ? undefined : cell.matches(".number") ? Number(cell.dataset.value) : cell.textContent);
  const sort = ({ head, column, cells }) => {
    const direction = NEXT[head.getAttribute("aria-sort") ?? "none"];
    for (const other of columns) other.head.removeAttribute("aria-sort");
    const order = [...rows.keys()];
    if (direction) {
      // The names of rows stand in each part.
      for (const other of columns) {
        if (other.head === head || (other.column === 0 && column === 0)) other.head.setAttribute("aria-sort", direction);
      }
      const sign = direction === "ascending" ? 1 : -1;
      const keys = cells.map(keyOf);
      order.sort((first, second) => {
        const [a, b] = [keys[first], keys[second]];
        // What says nothing comes last in both directions.
        if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
        return sign * (typeof a === "number" ? a - b : compare(a, b));
      });
    }
    parts.forEach((part, place) => part.tBodies[0].append(...order.map((row) => rows[row][place])));
  };
  for (const column of columns) {
    // Sentences, lists and addresses have no order that a reader asks for.
    if (column.column > 0 && column.cells.some((cell) => cell.matches(".text, .list, .link, .cited"))) continue;
    const button = document.createElement("button");
    const words = [...column.head.childNodes];
    const show = () => {
      button.replaceChildren(...words);
      // Rows that stand as cards have no heads to be seen, and none to sort them by.
      column.head.replaceChildren(...(areCards.matches && column.head.closest(".cards") ? words : [button]));
    };
    button.addEventListener("click", () => sort(column));
    areCards.addEventListener("change", show);
    show();
  }
}

function choosable(chooser, columns) {
  const show = ({ part, column }, isShown) => {
    for (const row of part.rows) row.cells[column].hidden = !isShown;
    const others = columns.filter((other) => other.part === part);
    part.parentElement.hidden = others.every((other) => other.head.hidden);
  };
  // Those first that tell rows apart.
  for (const column of [...columns].sort((first, second) => second.varies - first.varies)) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => show(column, box.checked));
    label.append(box, column.head.textContent);
    chooser.append(label);
  }
}

document.querySelectorAll(".tools").forEach(equip);
