//! Settings written as a program (`sidebars.js`, `config.mts`): the literals in it are read, nothing is run.

use std::collections::BTreeMap;

use super::setting::Setting;

/// Literals may stand in literals this deep.
const MAX_NESTING: usize = 64;
/// So often a name may stand for a name.
const MAX_NAMES: usize = 8;
/// A value may hold so many values once its names are resolved: each use of a name copies what it stands for.
const MAX_RESOLVED: usize = 100_000;

/// The literals of a program.
#[derive(Debug, Default)]
pub(super) struct ConfigScript {
    /// What it exports.
    pub(super) exported: Setting,
    /// What its constants hold and its functions return, by name.
    pub(super) defined: BTreeMap<String, Setting>,
}

impl ConfigScript {
    /// Reads a program, or a file of JSON.
    pub(super) fn read(code: &str) -> Self {
        let mut reader = ScriptReader { code, at: 0, depth: 0 };
        let mut script = Self::default();
        let mut function = String::new();
        reader.skip_trivia();
        if reader.code[reader.at..].starts_with(['{', '[']) && Setting::of_json(code).is_some() {
            script.exported = reader.value();
            return script;
        }
        while reader.at < code.len() {
            reader.skip_trivia();
            match reader.word() {
                Some("const" | "let" | "var") => {
                    reader.skip_trivia();
                    if let Some(name) = reader.word()
                        && reader.skip_to_assignment()
                    {
                        script.defined.insert(name.to_owned(), reader.value());
                    }
                }
                Some("function") => {
                    reader.skip_trivia();
                    function = reader.word().unwrap_or_default().to_owned();
                }
                Some("return") => {
                    let value = reader.value();
                    script.defined.entry(function.clone()).or_insert(value);
                }
                Some("default") => script.exported = reader.value(),
                Some("exports") if reader.skip_to_assignment() => script.exported = reader.value(),
                Some(_) => {}
                None => reader.skip_one(),
            }
        }
        script
    }

    /// A value, with what its names stand for in place of them.
    pub(super) fn resolve(&self, value: &Setting) -> Setting {
        self.resolved(value, MAX_NAMES, &mut 0)
    }

    /// `taken` counts the values.
    fn resolved(&self, value: &Setting, names: usize, taken: &mut usize) -> Setting {
        *taken += 1;
        if *taken > MAX_RESOLVED {
            return Setting::Nothing;
        }
        match value {
            Setting::Name(name) => match self.defined.get(name) {
                Some(value) if names > 0 => self.resolved(value, names - 1, taken),
                _ => Setting::Nothing,
            },
            Setting::List(items) => {
                let items =
                    items.iter().map_while(|item| (*taken < MAX_RESOLVED).then(|| self.resolved(item, names, taken)));
                Setting::List(items.collect())
            }
            Setting::Map(entries) => {
                let entries = entries.iter().map_while(|(key, value)| {
                    (*taken < MAX_RESOLVED).then(|| (key.clone(), self.resolved(value, names, taken)))
                });
                Setting::Map(entries.collect())
            }
            value => value.clone(),
        }
    }

    /// What it exports, with names resolved.
    pub(super) fn root(&self) -> Setting {
        self.resolve(&self.exported)
    }
}

struct ScriptReader<'c> {
    code: &'c str,
    at: usize,
    depth: usize,
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

impl<'c> ScriptReader<'c> {
    fn rest(&self) -> &'c str {
        &self.code[self.at..]
    }

    fn skip_one(&mut self) {
        match self.rest().chars().next() {
            Some('"' | '\'' | '`') => drop(self.string()),
            Some(first) => self.at += first.len_utf8(),
            None => {}
        }
    }

    /// Passes white space and comments.
    fn skip_trivia(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if let Some(comment) = trimmed.strip_prefix("/*") {
                self.at += comment.find("*/").map_or(trimmed.len(), |end| end + 4);
            } else {
                return;
            }
        }
    }

    fn word(&mut self) -> Option<&'c str> {
        let rest = self.rest();
        let length = rest.find(|character| !is_of_name(character)).unwrap_or(rest.len());
        self.at += length;
        Some(&rest[..length]).filter(|word| !word.is_empty())
    }

    /// Passes the `=` of an assignment and what stands before it, such as a type. Whether there is one.
    fn skip_to_assignment(&mut self) -> bool {
        let mut open = 0_i32;
        while self.at < self.code.len() {
            self.skip_trivia();
            let rest = self.rest();
            match rest.chars().next() {
                Some('=') if open <= 0 && !rest.starts_with("=>") => {
                    self.at += 1;
                    return !rest.starts_with("==");
                }
                Some(';') if open <= 0 => return false,
                Some('{' | '[' | '(' | '<') => open += 1,
                Some('}' | ']' | ')' | '>') => open -= 1,
                _ => {}
            }
            self.skip_one();
        }
        false
    }

    /// The value that comes next, up to the mark that ends it.
    fn value(&mut self) -> Setting {
        self.skip_trivia();
        self.depth += 1;
        let value = match self.rest().chars().next() {
            _ if self.depth > MAX_NESTING => Setting::Nothing,
            Some('{') => self.object(),
            Some('[') => self.list(),
            Some('"' | '\'' | '`') => Setting::Text(self.string()),
            Some(first) if first.is_ascii_digit() || first == '-' => self.number(),
            Some(first) if is_of_name(first) => match self.word() {
                Some("true") => Setting::Flag(true),
                Some("false") => Setting::Flag(false),
                Some("null" | "undefined") | None => Setting::Nothing,
                Some("async" | "await" | "new") => self.value(),
                Some(name) => Setting::Name(name.to_owned()),
            },
            _ => Setting::Nothing,
        };
        self.depth -= 1;
        self.rest_of_expression(value)
    }

    /// Passes the rest of an expression. The literal that a function is called with, or that an arrow leads to, is its value.
    fn rest_of_expression(&mut self, mut value: Setting) -> Setting {
        let mut open = 0_usize;
        loop {
            self.skip_trivia();
            let rest = self.rest();
            let Some(first) = rest.chars().next() else {
                return value;
            };
            match first {
                ',' | ';' if open == 0 => return value,
                '}' | ']' | ')' if open == 0 => return value,
                '}' | ']' | ')' => open -= 1,
                '{' | '[' if self.depth < MAX_NESTING && matches!(value, Setting::Name(_) | Setting::Nothing) => {
                    let literal = if first == '{' { self.object() } else { self.list() };
                    if !literal.entries().is_empty() || !literal.list().is_empty() {
                        value = literal;
                    }
                    continue;
                }
                '(' | '{' | '[' => open += 1,
                // A new statement, where the one before has no semicolon.
                _ if open == 0
                    && ["const ", "let ", "var ", "export ", "function ", "return "]
                        .iter()
                        .any(|word| rest.starts_with(word)) =>
                {
                    return value;
                }
                _ => {}
            }
            self.skip_one();
        }
    }

    fn object(&mut self) -> Setting {
        self.depth += 1;
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip_trivia();
            let before = self.at;
            match self.rest().chars().next() {
                None => break,
                Some('}') => {
                    self.at += 1;
                    break;
                }
                Some(',' | ';') => self.at += 1,
                Some('"' | '\'' | '`') => {
                    let key = self.string();
                    entries.extend(self.entry(key));
                }
                Some(first) if is_of_name(first) => {
                    let key = self.word().unwrap_or_default().to_owned();
                    entries.extend(self.entry(key));
                }
                // What is spread, computed or no object after all.
                Some(_) => drop(self.rest_of_expression(Setting::Flag(true))),
            }
            if self.at == before {
                self.skip_one();
            }
        }
        self.depth -= 1;
        Setting::Map(entries)
    }

    fn entry(&mut self, key: String) -> Option<(String, Setting)> {
        self.skip_trivia();
        if self.rest().starts_with(':') {
            self.at += 1;
            return Some((key, self.value()));
        }
        if self.rest().starts_with([',', '}']) {
            return Some((key.clone(), Setting::Name(key)));
        }
        self.rest_of_expression(Setting::Flag(true));
        None
    }

    fn list(&mut self) -> Setting {
        self.depth += 1;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_trivia();
            let before = self.at;
            match self.rest().chars().next() {
                None => break,
                Some(']') => {
                    self.at += 1;
                    break;
                }
                Some(',') => self.at += 1,
                Some('.') => drop(self.rest_of_expression(Setting::Flag(true))),
                Some(_) => items.push(self.value()),
            }
            if self.at == before {
                self.skip_one();
            }
        }
        self.depth -= 1;
        Setting::List(items)
    }

    fn number(&mut self) -> Setting {
        let rest = self.rest();
        let length = rest.find(|next: char| !matches!(next, '0'..='9' | '-' | '.' | 'e')).unwrap_or(rest.len());
        self.at += length.max(1);
        rest[..length].parse().map_or(Setting::Nothing, Setting::Number)
    }

    /// A text in any of the three kinds of quotation marks.
    fn string(&mut self) -> String {
        let mut characters = self.rest().chars();
        let quote = characters.next();
        let mut text = String::new();
        while let Some(next) = characters.next() {
            match next {
                '\\' => match characters.next() {
                    Some('n') => text.push('\n'),
                    Some('\n') | None => {}
                    Some(escaped) => text.push(escaped),
                },
                next if Some(next) == quote => break,
                // No text in these marks holds a line end: this one is an apostrophe.
                '\n' if quote != Some('`') => break,
                next => text.push(next),
            }
        }
        self.at = self.code.len() - characters.as_str().len();
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_and_nothing_is_run() {
        let script = ConfigScript::read(
            "import x from 'y'\n// it's a comment\nconst nav: Theme['nav'] = [{ text: 'A', link: `/a` }, ...more]\n\
             function guide(): Item[] {\n  return [{ text: '开始', collapsed: false, items: [{ text: \"B\" }] }]\n}\n\
             export default defineConfig({ title: 'T', head: f(1), ...shared, themeConfig: { nav, sidebar: { '/g/': { base: '/g/', items: guide() } } }, run() { return 1 } })",
        );
        let root = script.root();
        assert_eq!(root.text_of("title").as_deref(), Some("T"));
        let sidebar = root.at(&["themeConfig", "sidebar", "/g/", "items"]).map(Setting::list);
        assert_eq!(sidebar.and_then(|items| items.first()?.text_of("text")).as_deref(), Some("开始"));
        let nav = root.at(&["themeConfig", "nav"]).map(Setting::list);
        assert_eq!(nav.and_then(|items| items.first()?.text_of("link")).as_deref(), Some("/a"));
    }

    #[test]
    fn what_is_malformed_ends() {
        for code in ["{[(", "const a = [[[[", "export default {a: {b: ", "'", "module.exports = }", "return return"] {
            let _read = ConfigScript::read(code);
        }
        let deep = "[".repeat(100_000);
        let _read = ConfigScript::read(&format!("export default {deep}"));
    }
    /// The copies of copies would fill any memory.
    #[test]
    fn names_that_stand_for_names_do_not_multiply() {
        let names = "abcdefgh".chars().zip("bcdefgh0".chars());
        let lists = names.map(|(name, next)| format!("const {name} = [{}]\n", format!("{next},").repeat(60)));
        let root = ConfigScript::read(&format!("{}export default a", lists.collect::<String>())).root();
        fn count(value: &Setting) -> usize {
            1 + value.list().iter().map(count).sum::<usize>()
        }
        assert!((60..=MAX_RESOLVED).contains(&count(&root)), "{}", count(&root));
    }
}
