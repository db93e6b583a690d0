//! `wenda new`

use std::path::PathBuf;

use clap::ValueEnum;

use super::console::Console;
use super::failure::Failure;
use super::output::{Line, print};
use super::schema;
use super::site_folder;
use super::starter::{self, Files, Wording, with_value};
use crate::content::{ARTICLE_FOLDER, Article, Content};
use crate::diagnostic::Code;
use crate::name::{ArticleId, CategoryId, DecisionId, GuideId, InvalidId, SnippetId, TableId};

/// A new guide leads through so many articles.
const STEPS: usize = 3;

#[derive(Debug, clap::Args)]
pub(super) struct NewArguments {
    /// What to begin
    #[arg(value_enum, value_name = "KIND")]
    kind: NewKind,
    /// Its id, which is also the name of its file: small letters, digits and `-`; that of an article, a page or a category may be of
    /// any script
    #[arg(value_name = "ID")]
    id: String,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
    /// The category of an article, or of the articles of a guide
    #[arg(long, value_name = "CATEGORY")]
    category: Option<CategoryId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum NewKind {
    /// A question with its answer
    Article,
    /// A page that is no question
    Page,
    /// A rule table
    Rule,
    /// Questions that lead to an outcome
    Decision,
    /// Articles to read one after the other
    Guide,
    /// A text that several articles quote
    Snippet,
}

pub(super) fn run(arguments: &NewArguments, console: &Console) -> Result<(), Failure> {
    let loaded = console.session(&arguments.site).load()?;
    let Some(content) = loaded.content() else {
        console.say_report(&loaded.report());
        return Err(Failure::Content);
    };
    let mut files = arguments.files(content)?;
    if schema::is_in(&arguments.site) {
        schema::link(&mut files);
    }
    starter::write(&arguments.site, &files)?;
    let mut report = console.session(&arguments.site).load()?.plan(None).report();
    let sources = &report.sources;
    report.diagnostics.retain(|diagnostic| files.contains_key(&sources.file(diagnostic.place.file()).path));
    let mut problems = report.diagnostics.iter();
    if let Some(problem) = problems.find(|problem| matches!(problem.code, Code::FileName | Code::DuplicateId)) {
        let message = format!("`{}` cannot be its id: {}; nothing was written", arguments.id, problem.message);
        starter::take_back(&arguments.site, &files)?;
        return Err(Failure::Usage(message));
    }
    for path in files.keys() {
        print(&Line::new().text(site_folder::within(&arguments.site, path).display()))?;
    }
    if let Some(category) = arguments.new_category(content) {
        let titles: Vec<String> = content.languages.locales().codes().iter().map(|code| format!("{code}: …")).collect();
        console.say(format_args!(
            "`{category}` is a new category, called as its folder is until `content/faq/categories.yaml` lists it:\n\
             - {{id: {category}, title: {{{}}}}}",
            titles.join(", ")
        ));
    }
    // What the site asks of such a file, only its author can tell.
    if !report.diagnostics.is_empty() {
        console.say("to be filled in:");
        console.say_problems(&report);
    }
    Ok(())
}

impl NewArguments {
    /// The category of the article, if there was none of that name.
    fn new_category(&self, content: &Content) -> Option<&CategoryId> {
        let is_new = |named: &&CategoryId| content.categories.iter().all(|category| category.id.value != **named);
        self.category.as_ref().filter(|_| self.kind == NewKind::Article).filter(is_new)
    }

    /// The files that are to be written.
    fn files(&self, content: &Content) -> Result<Files, Failure> {
        if self.category.is_some() && !matches!(self.kind, NewKind::Article | NewKind::Guide) {
            return Err(Failure::Usage("`--category` is for articles and guides".to_owned()));
        }
        let id = self.checked_id()?;
        // Where a language is made of another, nobody has to write it.
        let locales = content.languages.locales().iter();
        let locales: Vec<_> = locales.filter(|locale| content.derivation.source(*locale).is_none()).collect();
        let wording = Wording::of(&locales);
        let of_kind = |kind, folder: &str| starter::of_kind(kind, folder, &id, &wording);
        Ok(match self.kind {
            NewKind::Article => {
                let mut files = of_kind("article", &self.article_folder(content, &id)?);
                if content.articles.is_empty() {
                    // Nothing has to lead to the first one.
                    files.retain(|path, _| path.ends_with(".md"));
                }
                files
            }
            NewKind::Page => of_kind("page", "content/pages/"),
            NewKind::Rule => of_kind("rule", "content/rules/"),
            NewKind::Decision => of_kind("decision", "content/decisions/"),
            NewKind::Snippet => {
                let mut files = of_kind("snippet", "content/snippets/");
                let quote = format!("{{{{snippets/{id}}}}}");
                let first = format!(".{}.md", content.languages.locales().first());
                for (path, text) in &mut files {
                    *text = text.replace("{{snippets/…}}", &quote);
                    // That nothing quotes it is told of the first text.
                    if locales.len() > 1 && !path.ends_with(&first) {
                        text.truncate(text.find("\n<!--").unwrap_or(text.len()));
                    }
                }
                files
            }
            NewKind::Guide => {
                let steps = format!("[{}]", self.steps(content)?.join(", "));
                let mut files = of_kind("guide", "content/guides/");
                files.values_mut().for_each(|text| *text = with_value(text, "steps", &steps));
                files
            }
        })
    }

    /// The id, as things of the kind may have it.
    fn checked_id(&self) -> Result<String, Failure> {
        let given = &self.id;
        let id = match self.kind {
            // With a slash, it would be one in a folder.
            NewKind::Article | NewKind::Page if given.contains('/') => Err(InvalidId::Name),
            NewKind::Article | NewKind::Page => given.parse::<ArticleId>().map(|id| id.to_string()),
            NewKind::Rule => given.parse::<TableId>().map(|id| id.to_string()),
            NewKind::Decision => given.parse::<DecisionId>().map(|id| id.to_string()),
            NewKind::Guide => given.parse::<GuideId>().map(|id| id.to_string()),
            NewKind::Snippet => given.parse::<SnippetId>().map(|id| id.to_string()),
        };
        id.map_err(|invalid| Failure::Usage(format!("`{given}` is not an id: {invalid}")))
    }

    /// The folder of a category: the one that was named, or the only one.
    fn article_folder(&self, content: &Content, id: &str) -> Result<String, Failure> {
        if let Some(article) = content.articles.iter().find(|article| article.id.as_str() == id) {
            let folder = format!("{ARTICLE_FOLDER}{}/", article.category);
            return Err(Failure::Usage(format!("there is an article `{id}` already, in `{folder}`")));
        }
        let known: Vec<&str> = content.categories.iter().map(|category| category.id.value.as_str()).collect();
        match (&self.category, &*known) {
            (Some(category), _) => Ok(format!("{ARTICLE_FOLDER}{category}/")),
            (None, []) => Ok(ARTICLE_FOLDER.to_owned()),
            (None, [only]) => Ok(format!("{ARTICLE_FOLDER}{only}/")),
            (None, known) => {
                let known = known.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
                Err(Failure::Usage(format!("name the category of the article by `--category`: {known}, or a new one")))
            }
        }
    }

    /// The articles that readers meet first, of the category that was named or of all.
    fn steps<'c>(&self, content: &'c Content) -> Result<Vec<&'c str>, Failure> {
        let of_category = |category: &CategoryId| self.category.as_ref().is_none_or(|named| named == category);
        let place =
            |article: &Article| content.categories.iter().position(|category| category.id.value == article.category);
        let mut articles: Vec<&Article> = content
            .articles
            .iter()
            .map(|article| &**article)
            .filter(|article| !article.is_page() && of_category(&article.category))
            .collect();
        let order = |article: &Article| article.order.unwrap_or(f64::INFINITY);
        articles.sort_by(|a, b| place(a).cmp(&place(b)).then(order(a).total_cmp(&order(b))));
        let steps: Vec<&str> = articles.iter().map(|article| article.id.as_str()).take(STEPS).collect();
        if steps.is_empty() {
            let message = "there is no article for a guide to lead through: begin with `wenda new article`";
            return Err(Failure::Usage(message.to_owned()));
        }
        Ok(steps)
    }
}
