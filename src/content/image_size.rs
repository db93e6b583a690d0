//! How large images are: pages reserve their room before they are there.

use roxmltree::{Document, ParsingOptions};

const SVG: &str = "http://www.w3.org/2000/svg";
/// No side of an image is longer, in CSS pixels.
const LONGEST_SIDE: f64 = 100_000.0;
/// Units of lengths that are as long everywhere, in CSS pixels.
const UNITS: [(&str, f64); 8] = [
    ("", 1.0),
    ("px", 1.0),
    ("pt", 96.0 / 72.0),
    ("pc", 16.0),
    ("in", 96.0),
    ("cm", 96.0 / 2.54),
    ("mm", 96.0 / 25.4),
    ("q", 96.0 / 101.6),
];

/// The width and the height of an image in CSS pixels.
pub(crate) fn image_size(path: &str, bytes: &[u8]) -> Option<(usize, usize)> {
    if is_svg(path) {
        return svg_size(std::str::from_utf8(bytes).ok()?);
    }
    imagesize::blob_size(bytes).ok().map(|size| (size.width, size.height))
}

/// Whether browsers read a file as SVG.
pub(super) fn is_svg(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("svg"))
}

fn svg_size(text: &str) -> Option<(usize, usize)> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text.trim_start_matches('\u{FEFF}'), options).ok()?;
    let drawing = Some(document.root_element()).filter(|element| element.has_tag_name((SVG, "svg")))?;
    let side = |name: &str| drawing.attribute(name).and_then(pixels);
    let view_box = drawing.attribute("viewBox").and_then(view_box);
    let (width, height) = match (side("width"), side("height"), view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (None, None, Some(view)) => view,
        (_, _, None) => return None,
    };
    Some((whole(width)?, whole(height)?))
}

/// A length that is as long everywhere.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let number = length.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let unit = &length[number.len()..];
    let (_, pixels) = UNITS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
    number.parse::<f64>().ok().map(|number| number * pixels).filter(is_side)
}

/// How wide and how high the piece is that a drawing shows, in its own units.
fn view_box(numbers: &str) -> Option<(f64, f64)> {
    let numbers = numbers.split(|character: char| character == ',' || character.is_ascii_whitespace());
    let numbers = numbers.filter(|number| !number.is_empty()).map(str::parse);
    match numbers.collect::<Result<Vec<f64>, _>>().ok()?[..] {
        [_, _, width, height] if is_side(&width) && is_side(&height) => Some((width, height)),
        _ => None,
    }
}

fn is_side(length: &f64) -> bool {
    *length > 0.0 && *length <= LONGEST_SIDE
}

/// A side in whole pixels that hold all of it, but for what the conversion of a unit leaves over.
fn whole(side: f64) -> Option<usize> {
    is_side(&side).then(|| (side - 1e-6).ceil().max(1.0) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_as_large_as_it_says() {
        for (attributes, size) in [
            ("width='40' height='30'", Some((40, 30))),
            ("width=' 40.2px' height='3e1PX ' viewBox='0 0 1 1'", Some((41, 30))),
            ("width='62pt' height='25.4mm' viewBox='0 0 62 44'", Some((83, 96))),
            ("viewBox='0 0 24 18'", Some((24, 18))),
            ("viewBox=' -5,-5, 24.1\n.5'", Some((25, 1))),
            ("width='100%' height='100%' viewBox='0 0 24 18'", Some((24, 18))),
            ("width='2em' height='auto' viewBox='0 0 24 18'", Some((24, 18))),
            ("width='48' viewBox='0 0 24 18'", Some((48, 36))),
            ("height='9' viewBox='0 0 24 18'", Some((12, 9))),
            ("", None),
            ("width='40'", None),
            ("width='40' height='0'", None),
            ("width='-4' height='30'", None),
            ("width='inf' height='NaN'", None),
            ("width='1e300' height='30'", None),
            ("width='100000' viewBox='0 0 1 2'", None),
            ("viewBox='0 0 24'", None),
            ("viewBox='0 0 24 0'", None),
            ("viewBox='0 0 x 18'", None),
        ] {
            let text = format!("\u{FEFF}<?xml version='1.0'?>\n<!DOCTYPE svg>\n<svg xmlns='{SVG}' {attributes}/>");
            assert_eq!(image_size("a/b.SVG", text.as_bytes()), size, "{attributes}");
        }
    }

    #[test]
    fn only_what_browsers_draw_has_a_size() {
        let sides = "width='4' height='3'";
        for text in [format!("<svg {sides}/>"), format!("<svg xmlns='{SVG}' {sides}>"), "GIF89a".to_owned()] {
            assert_eq!(image_size("a.svg", text.as_bytes()), None, "{text}");
        }
        assert_eq!(image_size("a.png", format!("<svg xmlns='{SVG}' {sides}/>").as_bytes()), None);
        assert_eq!(image_size("a.gif", b"GIF89a\x02\0\x01\0\0\0\0"), Some((2, 1)));
    }
}
