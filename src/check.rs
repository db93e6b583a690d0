//! Lints that need the whole site: what a reader could not find.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::SitePlan;
use crate::source::Sources;

/// Looks at the planned site as a whole.
pub fn check(plan: &SitePlan<'_>, sources: &Sources, diagnostics: &mut Diagnostics) {
    categories_without_articles(plan, diagnostics);
    templates_of_nobody(sources, diagnostics);
}

fn categories_without_articles(plan: &SitePlan<'_>, diagnostics: &mut Diagnostics) {
    let used: HashSet<_> = plan.content.articles.iter().map(|article| &article.category).collect();
    for category in plan.content.categories.iter().filter(|category| !used.contains(&category.id.value)) {
        let message = format!("the category `{}` has no articles", category.id.value);
        let hint = format!("write one in `content/faq/{}/`, or remove the category", category.id.value);
        diagnostics.push(
            Diagnostic::warning(Code::EmptyCategory, category.id.span, message)
                .hint(hint)
                .expected_in(format!("content/faq/{}/", category.id.value)),
        );
    }
}

/// Files in `templates/` that nothing reads: most often a misspelt override.
fn templates_of_nobody(sources: &Sources, diagnostics: &mut Diagnostics) {
    for file in sources.below("templates/") {
        if !file.path.ends_with(".html") && file.path != "templates/strings.yaml" {
            diagnostics.push(
                Diagnostic::warning(Code::StrayFile, file.id, format!("nothing reads `{}`", file.path))
                    .hint("templates end in `.html`; their words are in `strings.yaml`"),
            );
        }
    }
}
