//! Decimal numbers, exactly as they are written.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A decimal number, compared exactly, with the text it was written as.
///
/// There is one way to write it: digits without leading zeros, with a fraction after a point and a minus where needed;
/// `2.50` is equal to `2.5` and stays as it is. `01`, `.5`, `1.`, `+5`, `-0`, `1e3` and `1,000` are none.
#[derive(Clone, Debug)]
pub struct Decimal {
    text: Box<str>,
    negative: bool,
    integer: u128,
    /// The digits after the point, as so many of 10 to the power of [`Decimal::MAX_DIGITS`].
    fraction: u128,
}

/// Text that is no decimal number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("numbers are digits, with a fraction after a point: `12` or `0.5`{}", did_you_mean(self))]
pub struct InvalidDecimal {
    /// The number that was probably meant, as it is to be written.
    pub meant: Option<String>,
}

fn did_you_mean(invalid: &InvalidDecimal) -> String {
    invalid.meant.as_ref().map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

impl Decimal {
    /// A number has at most so many digits.
    pub const MAX_DIGITS: usize = 30;

    /// Zero.
    pub fn zero() -> Self {
        Self { text: "0".into(), negative: false, integer: 0, fraction: 0 }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is less than zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Whether it is written without a fraction.
    pub fn is_whole(&self) -> bool {
        !self.text.contains('.')
    }

    /// Whether it is 1, which English counts in the singular.
    pub fn is_one(&self) -> bool {
        (self.negative, self.integer, self.fraction) == (false, 1, 0)
    }

    /// The whole number after this one, which is whole and zero or more.
    #[must_use]
    pub fn next_whole(&self) -> Self {
        Self::whole(self.integer.saturating_add(1))
    }

    /// The whole number before this one, which is whole; zero before zero.
    #[must_use]
    pub fn previous_whole(&self) -> Self {
        Self::whole(self.integer.saturating_sub(1))
    }

    fn whole(integer: u128) -> Self {
        Self { text: integer.to_string().into(), negative: false, integer, fraction: 0 }
    }

    /// The nearest float, for what need not be exact.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::INFINITY)
    }

    fn strict(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (integer, fraction) =
            digits.split_once('.').map_or((digits, None), |(integer, fraction)| (integer, Some(fraction)));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = are_digits(integer) && (integer == "0" || !integer.starts_with('0'));
        let fraction = fraction.map_or(Some("0"), |fraction| are_digits(fraction).then_some(fraction))?;
        if !canonical || digits.len() > Self::MAX_DIGITS {
            return None;
        }
        let number = Self {
            text: text.into(),
            negative,
            integer: integer.parse().ok()?,
            fraction: format!("{fraction:0<width$}", width = Self::MAX_DIGITS).parse().ok()?,
        };
        (!negative || number.integer > 0 || number.fraction > 0).then_some(number)
    }
}

impl FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        Self::strict(text)
            .ok_or_else(|| InvalidDecimal { meant: plain(text).filter(|meant| Self::strict(meant).is_some()) })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = |number: &Self| (number.integer, number.fraction);
        match (self.negative, other.negative) {
            (false, false) => size(self).cmp(&size(other)),
            (true, true) => size(other).cmp(&size(self)),
            (is, other) => other.cmp(&is),
        }
    }
}

/// What a number is called that YAML reads and that is no decimal one, and the number: `0x1F`, `0o17`, `0b1`.
pub(crate) fn other_base(text: &str) -> Option<(&'static str, u128)> {
    let (name, base, digits) = match text.get(..2)? {
        "0x" | "0X" => ("hexadecimal", 16, &text[2..]),
        "0o" | "0O" => ("octal", 8, &text[2..]),
        "0b" | "0B" => ("binary", 2, &text[2..]),
        _ => return None,
    };
    // A sign would be taken as well.
    let number = u128::from_str_radix(&digits.replace('_', ""), base).ok().filter(|_| !digits.starts_with('+'))?;
    Some((name, number))
}

/// Other spellings of numbers as they are to be written: of another base, full-width, with separators, a plus, an exponent,
/// leading zeros.
fn plain(text: &str) -> Option<String> {
    if let Some((_, number)) = other_base(text) {
        return Some(number.to_string());
    }
    let ascii = |character: char| match character {
        '\u{FF10}'..='\u{FF19}' => char::from_digit(character as u32 - 0xFF10, 10),
        '\u{FF0E}' => Some('.'),
        '\u{FF0D}' | '\u{2212}' => Some('-'),
        '\u{FF0B}' => Some('+'),
        '\u{FF0C}' => Some(','),
        '_' | ' ' => None,
        other => Some(other),
    };
    let text: String = text.trim().chars().filter_map(ascii).collect();
    // `1,000` is a thousand; `1,5` may be meant otherwise.
    let whole = text.split('.').next().unwrap_or_default();
    if text.contains(',') && whole.split(',').skip(1).any(|group| group.len() != 3) {
        return None;
    }
    let text = text.replace(',', "");
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if exponent > Decimal::MAX_DIGITS || !format!("{integer}{fraction}").bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction = format!("{fraction:0<exponent$}");
    let integer = format!("{integer}{}", &fraction[..exponent]);
    let integer = integer.trim_start_matches('0');
    let integer = if integer.is_empty() { "0" } else { integer };
    let fraction = if exponent > 0 { fraction[exponent..].trim_end_matches('0') } else { &fraction[exponent..] };
    let point = if fraction.is_empty() { "" } else { "." };
    let sign = if integer == "0" && fraction.bytes().all(|byte| byte == b'0') { "" } else { sign };
    mantissa.contains(|character: char| character != '.').then(|| format!("{sign}{integer}{point}{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    #[test]
    fn numbers_are_compared_digit_by_digit() {
        let rising = ["-10", "-9.5", "-9.49", "-0.1", "0", "0.05", "0.5", "9", "9.99", "10", "9007199254740992"];
        let rising: Vec<Decimal> = rising.into_iter().chain(["9007199254740993"]).map(decimal).collect();
        assert!(rising.is_sorted_by(|a, b| a < b));
        assert_eq!(decimal("2.50"), decimal("2.5"));
        assert_eq!(decimal("2.50").as_str(), "2.50");
        assert_eq!(decimal("9007199254740993").previous_whole().as_str(), "9007199254740992");
    }

    #[test]
    fn there_is_one_way_to_write_a_number() {
        for (wrong, meant) in [
            ("01", "1"),
            ("0123", "123"),
            ("00.5", "0.5"),
            (".5", "0.5"),
            ("1.", "1"),
            ("+5", "5"),
            ("-0", "0"),
            ("-0.0", "0.0"),
            ("1e3", "1000"),
            ("1.25E1", "12.5"),
            ("1,000", "1000"),
            ("1_000", "1000"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("0b1", "1"),
            ("\u{FF11}\u{FF12}", "12"),
            ("\u{FF11}\u{FF0E}5", "1.5"),
        ] {
            assert_eq!(
                wrong.parse::<Decimal>().err(),
                Some(InvalidDecimal { meant: Some(meant.to_owned()) }),
                "{wrong}"
            );
        }
        let long = "1".repeat(Decimal::MAX_DIGITS + 1);
        for wrong in [
            "", " ", "-", ".", "e", "NaN", "inf", "1e400", "1e-3", "0x", "0x1G", "0o8", "0b2", "0x+1", "1.2.3", "--1",
            "1,5", "备", &long,
        ] {
            assert_eq!(wrong.parse::<Decimal>().err(), Some(InvalidDecimal { meant: None }), "{wrong}");
        }
    }
}
