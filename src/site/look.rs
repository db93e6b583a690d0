//! The look of a site where it is its own (`theme:`): a style sheet after that of the theme.

use std::fmt::{Display, Write as _};

use super::address::Address;
use crate::content::{Accent, Branding, Rgb};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The least contrast of text (WCAG 2.2, AA).
const LEAST_CONTRAST: f64 = 4.5;

/// What the accent is seen on in a scheme: `--paper`, `--raised`, and so much of itself in a hundred.
struct Ground {
    name: &'static str,
    paper: Rgb,
    raised: Rgb,
    wash: u16,
}

const LIGHT: Ground =
    Ground { name: "light", paper: Rgb::new(255, 255, 255), raised: Rgb::new(0xF4, 0xF6, 0xF9), wash: 10 };
const DARK: Ground =
    Ground { name: "dark", paper: Rgb::new(0x12, 0x16, 0x1D), raised: Rgb::new(0x1B, 0x21, 0x2B), wash: 14 };

/// It, in the form that browsers read. It stands in no layer, and so above the styles of the theme, which all stand in some.
pub(super) fn style_sheet(look: &Branding) -> String {
    let mut sheet = String::new();
    if let Some(Accent { light, dark }) = &look.accent {
        let light = colors(light.value, &LIGHT);
        let dark = colors(dark.value, &DARK);
        // As in the theme: by the system, unless the reader chose; and chosen by the reader.
        let _infallible = write!(
            sheet,
            ":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root:not([data-scheme=\"light\"]){{{dark}}}}}\n:root[data-scheme=\"dark\"]{{{dark}}}\n",
        );
    }
    if let Some(radius) = &look.radius {
        let _infallible = writeln!(sheet, ":root{{--radius:{radius}}}");
    }
    for (of, fonts) in [("html", &look.font), ("code,pre", &look.code_font)] {
        if !fonts.is_empty() {
            let _infallible = writeln!(sheet, "{of}{{font-family:{}}}", listed(fonts));
        }
    }
    sheet
}

/// The path of its file.
pub(super) fn path(look: &Branding) -> String {
    Address::hashed(Address::LOOK, style_sheet(look).as_bytes())
}

fn colors(accent: Rgb, ground: &Ground) -> String {
    format!("--accent:{accent};--link:{accent};--wash:{}", accent.tint(ground.wash, ground.paper))
}

fn listed(names: &[impl Display]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Reports an accent that is hard to read as text where the theme has it so.
pub(super) fn check(look: &Branding, diagnostics: &mut Diagnostics) {
    let Some(Accent { light, dark }) = &look.accent else {
        return;
    };
    for (accent, ground) in [(light, LIGHT), (dark, DARK)] {
        let color = accent.value;
        let grounds = [ground.paper, ground.raised, color.tint(ground.wash, ground.paper)];
        let least = grounds.into_iter().map(|ground| color.contrast(ground)).fold(f64::INFINITY, f64::min);
        if least < LEAST_CONTRAST {
            let message = format!("`{color}` is hard to read on {} ground: its contrast is {least:.2}", ground.name);
            let other = if ground.name == "light" { "darker" } else { "lighter" };
            diagnostics.push(
                Diagnostic::new(Code::LowContrast, accent.span, message)
                    .hint(format!("choose a {other} colour: links and buttons need {LEAST_CONTRAST} at least")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grounds_are_those_of_the_theme() {
        let sheet = include_str!("../../static/site.css");
        let (light, rest) = sheet.split_once("@media (prefers-color-scheme: dark)").unwrap();
        let (dark, _) = rest.split_once("@layer layout").unwrap();
        let named = |name: &str, color: Rgb| format!("--{name}: {color};");
        assert_eq!(LIGHT.paper.to_string(), "#ffffff");
        assert!(light.contains("--paper: #fff;") && light.contains(&named("raised", LIGHT.raised)));
        // By the system, and chosen.
        assert_eq!(dark.matches(&named("paper", DARK.paper)).count(), 2);
        assert_eq!(dark.matches(&named("raised", DARK.raised)).count(), 2);
    }
}
