//! What settings and front matter hold, whatever they are written in: YAML, TOML, JSON, or literals of JavaScript.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value, its maps in the order of their keys as they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Setting {
    /// No value, or one that only the other tool can compute.
    #[default]
    Nothing,
    Flag(bool),
    Number(f64),
    Text(String),
    /// A name that stands for a value of the same program.
    Name(String),
    List(Vec<Setting>),
    Map(Vec<(String, Setting)>),
}

impl Setting {
    /// Reads YAML; `None` if it is malformed. Tags that only the other tool knows are passed over.
    pub(super) fn of_yaml(text: &str) -> Option<Self> {
        serde_yaml::from_str(text).ok().or_else(|| serde_yaml::from_str(&without_tags(text)).ok())
    }

    /// Reads TOML; `None` if it is malformed.
    pub(super) fn of_toml(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// Reads JSON; `None` if it is malformed.
    pub(super) fn of_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The value of a key, in upper or lower case, as tools take those of front matter.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The value at the end of a path of keys.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text of a key; numbers as they are usually written.
    pub(super) fn text_of(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Self::text)
    }

    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Self::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number).filter(|number| number.is_finite()),
            Self::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        *self == Self::Flag(true)
    }

    pub(super) fn list(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    pub(super) fn entries(&self) -> &[(String, Self)] {
        if let Self::Map(entries) = self { entries } else { &[] }
    }

    /// A text, or the texts of a list.
    pub(super) fn texts(&self) -> Vec<String> {
        match self {
            Self::List(items) => items.iter().filter_map(Self::text).collect(),
            one => one.text().into_iter().collect(),
        }
    }
}

/// YAML without tags, such as `!!python/name:…` and `!ENV`.
fn without_tags(text: &str) -> String {
    let line = |line: &str| match line.split_once(['!']) {
        Some((before, tag)) if before.is_empty() || before.ends_with([' ', '[', ',']) => {
            let after = tag.find(char::is_whitespace).map_or("", |end| &tag[end..]);
            format!("{before}{}", after.trim_start())
        }
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = Setting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a setting")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Setting, E> {
        Ok(Setting::Flag(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody orders pages by numbers that long")]
    fn visit_i64<E>(self, value: i64) -> Result<Setting, E> {
        Ok(Setting::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody orders pages by numbers that long")]
    fn visit_u64<E>(self, value: u64) -> Result<Setting, E> {
        Ok(Setting::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Setting, E> {
        Ok(Setting::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Setting, E> {
        Ok(Setting::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Setting, E> {
        Ok(Setting::Nothing)
    }

    fn visit_none<E>(self) -> Result<Setting, E> {
        Ok(Setting::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Setting, D::Error> {
        Setting::deserialize(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Setting, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Setting::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Setting, A::Error> {
        let mut map: Vec<(String, Setting)> = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Setting, Setting>()? {
            let key = match key {
                Setting::Flag(flag) => flag.to_string(),
                key => key.text().unwrap_or_default(),
            };
            // So TOML hands out dates.
            if key.starts_with("$__toml") {
                return Ok(value);
            }
            map.push((key, value));
        }
        Ok(Setting::Map(map))
    }
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SettingVisitor)
    }
}
