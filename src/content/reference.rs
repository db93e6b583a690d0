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

/// A kind of file of a site.
#[derive(Debug)]
pub(super) struct FileKind {
    /// The name of its schema; `None` of what is no file of YAML.
    pub(super) schema: Option<&'static str>,
    /// Its path from the folder of the site; what authors name stands in `<…>`.
    pub(super) path: &'static str,
    /// What stands in it.
    pub(super) form: Form,
}

/// Every kind of file, in the order of the reference.
pub(super) const FILES: [FileKind; 15] = [
    FileKind { schema: Some("site"), path: SITE, form: Site::FORM },
    FileKind { schema: Some("categories"), path: CATEGORIES, form: Vec::<Category>::FORM },
    FileKind { schema: Some("article"), path: "content/faq/<category>/<id>.yaml", form: Article::FORM },
    FileKind { schema: None, path: "content/faq/<category>/<id>.<language>.md", form: TextKeys::FORM },
    FileKind { schema: Some("rule"), path: "content/rules/<table>.yaml", form: RuleTable::FORM },
    FileKind { schema: Some("source"), path: "content/sources/<source>.yaml", form: SourceKeys::FORM },
    FileKind { schema: Some("guide"), path: "content/guides/<guide>.yaml", form: Guide::FORM },
    FileKind { schema: Some("checklist"), path: "content/checklists/<list>.yaml", form: Checklist::FORM },
    FileKind { schema: Some("decision"), path: "content/decisions/<id>.yaml", form: TitleKeys::FORM },
    FileKind { schema: Some("glossary"), path: GLOSSARY, form: Vec::<Term>::FORM },
    FileKind {
        schema: Some("synonyms"),
        path: SYNONYMS,
        form: Form::List(&Form::Keys(&[Alternatives(&[EquivalentKeys::KEYS, MappingKeys::KEYS])])),
    },
    FileKind { schema: Some("changes"), path: CHANGES, form: Vec::<Change>::FORM },
    FileKind { schema: Some("redirects"), path: REDIRECTS, form: Vec::<Redirect>::FORM },
    FileKind { schema: Some("out_of_scope"), path: OUT_OF_SCOPE, form: Vec::<OutOfScopeTopic>::FORM },
    FileKind { schema: Some("evals"), path: EVALS, form: Vec::<JudgedQuery>::FORM },
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
    for FileKind { path, form, .. } in FILES {
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
