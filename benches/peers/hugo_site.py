"""The articles of a generated site (`benches/generated/`) as a site of Hugo."""

import json
import re
import shutil
from pathlib import Path

HUGO = Path(__file__).resolve().parent / "hugo"


def write_hugo_site(content, site, static):
    """Writes the site: `content` is Wenda's, `static` holds the style and the icon of Wenda's theme."""
    shutil.copytree(HUGO, site)
    (site / "static").mkdir()
    for name in ["site.css", "favicon.svg"]:
        shutil.copy(static / name, site / "static" / name)
    products = (content / "rules/products.yaml").read_text()
    rows = re.findall(r"- id: (p\d+)\n  name: \{zh: (.*?)\}\n  months: (\d+)", products)
    months = {row: number for row, _, number in rows}
    write(site, "_index.md", title="帮助中心")
    write(site, "products/_index.md", title="产品")
    for row, title, number in rows:
        write(site, f"products/{row}/_index.md", title=title, months=int(number))
    write(site, "faq/index.md", title="全部问题", layout="questions")
    write(site, "search/index.md", title="搜索", layout="questions")
    write(site, "sources/index.md", title="依据", layout="sources")
    write(site, "rules/index.md", title="规则表", layout="rules")
    write(site, "category/_index.md", title="类别", build={"render": "never"})
    for category, title in re.findall(r"- id: (c\d+)\n  title: \{zh: (.*?)\}", (content / "faq/categories.yaml").read_text()):
        write(site, f"category/{category}/_index.md", title=title)
    texts = {path.name.removesuffix(".zh.md"): path for path in content.glob("faq/*/*.zh.md")}
    titles = {article: path.read_text().split("\n", 1)[0].removeprefix("# ") for article, path in texts.items()}
    for article, path in texts.items():
        keys = path.with_name(f"{article}.yaml").read_text()
        _, text = path.read_text().split("\n", 1)
        text = re.sub(r"\{\{products\.(p\d+)\.months\}\}", lambda quote: months[quote[1]], text)
        text = re.sub(r"\[\]\(article:(q\d+)\)", lambda link: f"[{titles[link[1]]}](/zh/faq/{link[1]}/)", text)
        related = re.search(r"related: \[(.*)\]", keys)[1].split(", ")
        write(
            site, f"category/{path.parent.name}/{article}.md", text, title=titles[article], date="2018-11-19",
            products=re.findall(r"products: \[(\w+)\]", keys),
            related=[f"/category/{texts[other].parent.name}/{other}" for other in related if other],
        )


def write(site, path, text="", **keys):
    """Writes a page with front matter in YAML, of which JSON is a part."""
    path = site / "content" / path
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
    path.write_text("\n".join(["---", *lines, "---", "", text]))
