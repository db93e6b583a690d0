//! Colours, and how well they are told apart.

use std::fmt;

/// A colour (sRGB).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb([u8; 3]);

impl Rgb {
    /// The colour of so much red, green and blue.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Reads `#1f5aa6`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        is_hexadecimal.then_some(())?;
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// It, as so much of it in a hundred on another shows.
    pub fn tint(self, percent: u16, on: Self) -> Self {
        let mixed = |over: u8, under: u8| {
            let sum = u16::from(over) * percent + u16::from(under) * (100 - percent);
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        let (Self([r, g, b]), Self([red, green, blue])) = (self, on);
        Self([mixed(r, red), mixed(g, green), mixed(b, blue)])
    }

    /// The contrast of two colours, from 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        assert_eq!(Rgb::parse("#1F5aa6").map(|color| color.to_string()).as_deref(), Some("#1f5aa6"));
        for text in ["1f5aa6", "#fff", "#1f5aa61", "#+1+2+3", "red", "#ééé"] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = (Rgb::new(0, 0, 0), Rgb::new(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // The lightest grey that text may have on white.
        assert!(Rgb::new(0x76, 0x76, 0x76).contrast(white) >= 4.5);
        assert!(Rgb::new(0x77, 0x77, 0x77).contrast(white) < 4.5);
        assert_eq!(black.tint(10, white).to_string(), "#e6e6e6");
    }
}
