//! The reference of keys, `docs/keys.md`: what every YAML file may hold, as it is declared where it is read.

use std::fmt::Write as _;

use super::article::{Article, TextKeys};
use super::catalogue::SourceKeys;
use super::category::{CATEGORIES, Category};
use super::changes::{CHANGES, Change};
use super::checklist::Checklist;
use super::conventions::SITE;
use super::decision::TitleKeys;
use super::evals::{EVALS, JudgedQuery};
use super::glossary::{GLOSSARY, Term};
use super::guide::Guide;
use super::out_of_scope::{OUT_OF_SCOPE, OutOfScopeTopic};
use super::redirect::{REDIRECTS, Redirect};
use super::rule::RuleTable;
use super::site::Site;
use super::synonyms::{EquivalentKeys, MappingKeys, SYNONYMS};
use super::yaml::{Alternatives, Form, HasForm, Required};

/// Each kind of file, with what stands in it.
pub(super) const FILES: [(&str, Form); 15] = [
    (SITE, Site::FORM),
    (CATEGORIES, Vec::<Category>::FORM),
    ("content/faq/<category>/<id>.yaml", Article::FORM),
    ("content/faq/<category>/<id>.<language>.md", TextKeys::FORM),
    ("content/rules/<table>.yaml", RuleTable::FORM),
    ("content/sources/<source>.yaml", SourceKeys::FORM),
    ("content/guides/<guide>.yaml", Guide::FORM),
    ("content/checklists/<list>.yaml", Checklist::FORM),
    ("content/decisions/<id>.yaml", TitleKeys::FORM),
    (GLOSSARY, Vec::<Term>::FORM),
    (SYNONYMS, Form::List(&Form::Keys(&[Alternatives(&[EquivalentKeys::KEYS, MappingKeys::KEYS])]))),
    (CHANGES, Vec::<Change>::FORM),
    (REDIRECTS, Vec::<Redirect>::FORM),
    (OUT_OF_SCOPE, Vec::<OutOfScopeTopic>::FORM),
    (EVALS, Vec::<JudgedQuery>::FORM),
];

const INTRODUCTION: &str = "# Keys of every file

`docs/content.md` (`wenda help content`) shows them by example. A key that stands after another and a dot is one of the mapping, or of each mapping
in the list, under that. What is `required in this form` belongs to one of several forms of a mapping: to the type of a column,
to the kind of a fact, which has `number`, `table` or `values`, to synonyms of both directions or of one.

Text in each language is `{zh: …, en: …}`; `(each language)` stands for their codes as keys. In a site of one language the text
stands alone, and `(each language)` may be `text`. What a value is called, what a cell of texts says and `empty` may be one text
for all languages.

Keys whose names authors give: rows of rule tables have one for each column; rows, cases and impossible combinations of
decisions one for each fact that they name; outcomes one for each verdict and property. Their values may have keys, too:

- a cell of links: `url`, and `label`, in place of the address alone;
- what a row of a decision says of a fact: `not`, with one value or a list of them that it is not about;
- a unit in a language: the forms that the language has for numbers, `zero`, `one`, `two`, `few`, `many` and `other`, of which
  `other` is required, in place of one text for all numbers.
";

/// The reference of keys, as Markdown.
pub fn key_reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    for (path, form) in FILES {
        let list = if let Form::List(_) = form { "\nA list, each item with these keys:\n" } else { "" };
        let _infallible =
            write!(text, "\n## `{path}`\n{list}\n| key | value | | what it is for |\n|---|---|---|---|\n");
        rows("", form, &mut text);
    }
    text
}

fn rows(above: &str, form: Form, text: &mut String) {
    for (alternatives, key) in form.keys().iter().flat_map(Alternatives::each_key) {
        let required = match key.required {
            Required::Always if alternatives > 1 => "required in this form".to_owned(),
            Required::Always => "required".to_owned(),
            Required::Never => String::new(),
            Required::If(requirement) => format!("if the site requires `{}`", requirement.name()),
        };
        let (name, form, help) = (key.name, key.form, key.help.trim());
        let _infallible = writeln!(text, "| `{above}{name}` | {form} | {required} | {help} |");
        rows(&format!("{above}{name}."), form, text);
    }
}
