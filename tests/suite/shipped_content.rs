//! The help center that Wenda ships with.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use wenda::content::{self, Content};
use wenda::source::SourceFiles;

use crate::support::{ROOT, en, is_there, zh};

/// The shipped content, read once for all tests.
pub(crate) static SHIPPED: LazyLock<Content> = LazyLock::new(|| {
    let (sources, mut diagnostics) = SourceFiles::read(Path::new(ROOT)).unwrap();
    let sources: &'static SourceFiles = Box::leak(Box::new(sources));
    let content = content::load(sources, &mut diagnostics).unwrap();
    let problems = diagnostics.into_sorted();
    assert!(
        problems.is_empty(),
        "{}",
        wenda::report::human(&problems, sources, wenda::report::Grouping::Grouped, false)
    );
    content
});

#[test]
fn every_section_and_every_fact_is_stated() {
    let content = &*SHIPPED;
    let articles = content.articles.iter().flat_map(|article| &article.sources);
    let rows = content.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.sources);
    let cited: BTreeSet<&str> = articles.chain(rows).map(|section| section.value.as_str()).collect();
    for section in content.catalogue.iter().flat_map(|source| &source.sections) {
        assert!(cited.contains(section.id.as_str()), "nothing cites {}", section.id);
        assert!(!section.facts.is_empty(), "{} has no facts", section.id);
    }
    for fact in content::stated_facts(content) {
        assert!(!fact.stated_by.is_empty(), "nobody states {}", fact.fact);
    }
}

#[test]
fn the_catalogue_is_whole() {
    let content = &*SHIPPED;
    let sections: Vec<_> = content.catalogue.iter().flat_map(|source| &source.sections).collect();
    assert_eq!(sections.len(), 138);
    assert_eq!(sections.iter().map(|section| section.facts.len()).sum::<usize>(), 684);
}

#[test]
fn every_article_is_written_in_both_languages() {
    let content = &*SHIPPED;
    assert!(content.articles.len() >= 110, "{} articles", content.articles.len());
    for article in &content.articles {
        for locale in [zh(), en()] {
            assert!(article.texts.get(locale).is_some(), "{} has no text in {locale}", article.id);
            assert!(
                article.aliases.get(locale).is_some_and(|aliases| !aliases.is_empty()),
                "{} has no other ways to ask in {locale}",
                article.id
            );
        }
        assert!(article.sources.len() <= 9, "{} claims more than nine sections", article.id);
        assert_eq!(article.verified.map(|day| day.to_string()).as_deref(), Some("2018-11-19"));
    }
}

#[test]
fn both_languages_have_the_same_structure() {
    for article in &SHIPPED.articles {
        let outline = |locale| {
            let text = article.texts.get(locale).unwrap();
            text.outline.headings.iter().map(|heading| (heading.level, heading.anchor.clone())).collect::<Vec<_>>()
        };
        assert_eq!(outline(zh()), outline(en()), "{}", article.id);
    }
}

/// Prints each scalar of a file that YAML 1.1 reads otherwise than YAML 1.2; dates are dates in both.
const READ_BY_PYYAML: &str = r#"
import re, sys, yaml
PLAIN = re.compile(r"(?:|~|null|Null|NULL)$|(?:true|True|TRUE|false|False|FALSE)$|(?:0|-?[1-9][0-9]*)$|-?[0-9]+\.[0-9]+$")
def scalars(node):
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value: yield from scalars(item)
    else:
        for pair in node.value:
            for item in pair: yield from scalars(item)
for path in sys.argv[1:]:
    try:
        for node in scalars(yaml.compose(open(path, encoding="utf-8"))):
            kind = node.tag.rsplit(":", 1)[1]
            if node.style is None and kind not in ("str", "timestamp") and not PLAIN.match(node.value):
                print(f"{path}:{node.start_mark.line + 1}: `{node.value}` is a {kind} in YAML 1.1")
    except yaml.YAMLError as error:
        print(path, error)
"#;

#[test]
fn the_content_is_read_alike_by_yaml_1_1() {
    let files =
        walkdir::WalkDir::new(Path::new(ROOT).join("content")).into_iter().map(|entry| entry.unwrap().into_path());
    let files: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    assert!(files.len() > 100, "only {} files", files.len());
    let python = |arguments: &[&str], files: &[std::path::PathBuf]| {
        std::process::Command::new("python3").args(arguments).args(files).output()
    };
    // tests/run.sh brings PyYAML; who runs the tests by themselves may not have it.
    if !is_there("PyYAML", python(&["-c", "import yaml"], &[]).is_ok_and(|output| output.status.success())) {
        return;
    }
    let output = python(&["-c", READ_BY_PYYAML], &files).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}
