//! The reference of keys, `docs/keys.md`: what every YAML file may hold, as it is declared where it is read.

use std::fmt::Write as _;

use super::article::Article;
use super::catalogue::SourceKeys;
use super::category::{CATEGORIES, Category};
use super::checklist::Checklist;
use super::conventions::SITE;
use super::decision::TitleKeys;
use super::glossary::{GLOSSARY, Term};
use super::guide::Guide;
use super::out_of_scope::{OUT_OF_SCOPE, OutOfScopeTopic};
use super::redirect::{REDIRECTS, Redirect};
use super::rule::RuleTable;
use super::site::Site;
use super::synonyms::{EquivalentKeys, MappingKeys, SYNONYMS};
use super::yaml::{Form, HasForm, Required};

/// Each kind of file, with what stands in it.
const FILES: [(&str, Form); 12] = [
    (SITE, Site::FORM),
    (CATEGORIES, Vec::<Category>::FORM),
    ("content/faq/<category>/<id>.yaml", Article::FORM),
    ("content/rules/<table>.yaml", RuleTable::FORM),
    ("content/sources/<source>.yaml", SourceKeys::FORM),
    ("content/guides/<guide>.yaml", Guide::FORM),
    ("content/checklists/<list>.yaml", Checklist::FORM),
    ("content/decisions/<id>.yaml", TitleKeys::FORM),
    (GLOSSARY, Vec::<Term>::FORM),
    (SYNONYMS, Form::List(&Form::Keys(&[EquivalentKeys::KEYS, MappingKeys::KEYS]))),
    (REDIRECTS, Vec::<Redirect>::FORM),
    (OUT_OF_SCOPE, Vec::<OutOfScopeTopic>::FORM),
];

const INTRODUCTION: &str = "# Keys of every file

`docs/content.md` shows them by example. A key that stands after another and a dot is one of the mapping, or of each mapping
in the list, under that. Rows of rule tables have besides a key for each column; rows, cases and impossible combinations of
decisions one for each fact that they name; outcomes one for each verdict and property.
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
    let Form::Keys(tables) = form.of_item() else {
        return;
    };
    for key in tables.iter().copied().flatten() {
        let required = match key.required {
            Required::Always => "required".to_owned(),
            Required::Never => String::new(),
            Required::If(requirement) => format!("if the site requires `{}`", requirement.name()),
        };
        let (name, form, help) = (key.name, key.form, key.help.trim());
        let _infallible = writeln!(text, "| `{above}{name}` | {form} | {required} | {help} |");
        rows(&format!("{above}{name}."), form, text);
    }
}
