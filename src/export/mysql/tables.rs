//! The tables of an export. Each version has tables of its own, so that who reads one never sees another; one row points at those
//! that are to be read.

/// The table whose one row points at a version.
pub(crate) const CURRENT: &str = "wenda_current";

/// The tables of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VersionTables {
    /// What is found: `id`, `tokens` with their full-text index, and what documents are ranked and shown by.
    pub(crate) documents: String,
    /// In how many documents a term stands: `field`, `term`, `documents`.
    pub(crate) terms: String,
    /// What queries need beside: `json`, in the order of `part`.
    pub(crate) settings: String,
}

impl VersionTables {
    /// Those of a version. `None` if that is no name of one, which is letters and digits.
    pub(crate) fn of(version: &str) -> Option<Self> {
        let is_name = (1..=32).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let table = |name: &str| format!("wenda_{name}_{version}");
        is_name.then(|| Self { documents: table("documents"), terms: table("terms"), settings: table("settings") })
    }

    /// What makes them where they are not there.
    pub(super) fn create(&self) -> [String; 3] {
        let Self { documents, terms, settings } = self;
        let options = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4";
        [
            format!(
                "CREATE TABLE IF NOT EXISTS {documents} (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  language VARCHAR(35) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  category TEXT,
  as_of DATE,
  sources TEXT NOT NULL,
  facets TEXT NOT NULL,
  content LONGTEXT NOT NULL,
  lengths VARBINARY(64) NOT NULL,
  terms LONGBLOB NOT NULL,
  shown LONGBLOB NOT NULL,
  tokens LONGTEXT NOT NULL,
  FULLTEXT KEY tokens (tokens)
) {options}"
            ),
            format!(
                "CREATE TABLE IF NOT EXISTS {terms} (
  field TINYINT UNSIGNED NOT NULL,
  term VARBINARY(255) NOT NULL,
  documents VARCHAR(1024) NOT NULL,
  PRIMARY KEY (field, term)
) {options}"
            ),
            format!(
                "CREATE TABLE IF NOT EXISTS {settings} (
  part INT UNSIGNED NOT NULL PRIMARY KEY,
  json LONGBLOB NOT NULL
) {options}"
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_names_tables() {
        assert_eq!(VersionTables::of("0f").unwrap().documents, "wenda_documents_0f");
        for other in ["", "a b", "a;", "备", &"a".repeat(33)] {
            assert_eq!(VersionTables::of(other), None, "{other}");
        }
    }
}
