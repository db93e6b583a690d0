//! Summaries that are not too long.

/// A summary that is not too long for a list or a description: at most 160 columns, Chinese counting double.
pub(crate) fn shorten(text: &str) -> String {
    const COLUMNS: usize = 160;
    let mut columns = 0;
    for (offset, character) in text.char_indices() {
        columns += if crate::analysis::is_full_width(character) { 2 } else { 1 };
        if columns > COLUMNS {
            return format!("{}…", text[..offset].trim_end());
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_summaries_are_cut_between_characters() {
        assert_eq!(shorten("short"), "short");
        let long = "备".repeat(100);
        assert_eq!(shorten(&long), format!("{}…", "备".repeat(80)));
    }
}
