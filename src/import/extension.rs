//! Extensions of Markdown that a project has, as far as what running text means depends on them: most are those of Python-Markdown.

use super::kind::Tool;
use super::setting::Setting;

/// Which extensions a project has.
#[derive(Clone, Debug, Default)]
pub(super) struct Extensions {
    /// Whether `:tada:` is an emoji.
    pub(super) has_emoji: bool,
    /// Whether `(c)` and `-->` are symbols.
    pub(super) has_symbols: bool,
    /// Whether code in running text may begin with its language: `#!python x`.
    pub(super) has_code_languages: bool,
    /// What `#1` and `@user` lead to.
    pub(super) references: References,
}

/// What references to repositories and people lead to.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    /// Whether `www.example.com` and `me@example.com` are links.
    pub(super) of_addresses: bool,
    /// Whether `#1`, `user/repo#1` and `@user` are links.
    pub(super) of_repositories: bool,
    /// Whether `@x:user` is one.
    pub(super) of_people: bool,
    /// The service that is meant where none is named.
    pub(super) provider: String,
    /// The user and the repository that are meant where none are named; empty if there are none.
    pub(super) user: String,
    pub(super) repository: String,
}

impl Extensions {
    /// Those that a tool has where nothing is set.
    pub(super) fn of_tool(tool: Tool) -> Self {
        Self { has_emoji: tool == Tool::Vitepress, ..Self::default() }
    }

    /// The extensions that a list names, or a map.
    pub(super) fn of(settings: Option<&Setting>) -> Self {
        let options = |name: &str| {
            let list = settings.map_or(&[][..], Setting::list).iter().chain(settings);
            let mut entries = list.filter_map(|entry| match entry {
                Setting::Text(listed) if listed == name => Some(&Setting::Nothing),
                entry => entry.get(name),
            });
            entries.next()
        };
        let links = options("pymdownx.magiclink");
        let is_on = |key: &str| links.and_then(|options| options.get(key)).is_some_and(Setting::is_true);
        let text = |key: &str| links.and_then(|options| options.text_of(key)).unwrap_or_default();
        let provider = Some(text("provider")).filter(|provider| !provider.is_empty());
        Self {
            has_emoji: options("pymdownx.emoji").is_some(),
            has_symbols: options("pymdownx.smartsymbols").is_some(),
            has_code_languages: options("pymdownx.inlinehilite").is_some(),
            references: References {
                of_addresses: links.is_some(),
                of_repositories: is_on("repo_url_shorthand"),
                of_people: is_on("social_url_shorthand"),
                provider: provider.unwrap_or_else(|| "github".to_owned()),
                user: text("user"),
                repository: text("repo"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_named_in_a_list_or_a_map() {
        for yaml in [
            "- pymdownx.emoji:\n    emoji_index: !!python/name:a.b\n- pymdownx.inlinehilite\n- pymdownx.magiclink:\n    repo_url_shorthand: true\n    user: a",
            "pymdownx.emoji: {}\npymdownx.inlinehilite:\npymdownx.magiclink: {repo_url_shorthand: true, user: a}",
        ] {
            let found = Extensions::of(Setting::of_yaml(yaml).as_ref());
            assert!(found.has_emoji && found.has_code_languages && !found.has_symbols, "{yaml}");
            assert!(found.references.of_repositories && !found.references.of_people, "{yaml}");
            assert_eq!((found.references.provider.as_str(), found.references.user.as_str()), ("github", "a"), "{yaml}");
        }
        assert!(!Extensions::of(None).references.of_repositories);
    }
}
