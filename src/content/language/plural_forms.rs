//! Texts in the forms that a language has for numbers.

use std::collections::BTreeMap;

use icu_plurals::{PluralCategory, PluralRuleType, PluralRules};

use crate::content::decimal::Decimal;
use crate::content::yaml::{Expected, Node, Value};
use crate::diagnostic::Diagnostics;
use crate::name::Locale;

/// A text in the forms that its language has for numbers; most have one for all.
#[derive(Clone, Debug)]
pub struct PluralForms {
    /// The language whose forms they are.
    locale: Locale,
    /// By the names that CLDR has for the forms: `one`, `few`.
    forms: BTreeMap<&'static str, String>,
    /// For all numbers that have no form of their own.
    other: String,
}

impl PluralForms {
    /// The form for a number: that of its plural category (CLDR), or else that for all others.
    pub fn of(&self, number: &Decimal) -> &str {
        let form = || self.forms.get(plural_category(number, self.locale)?);
        if self.forms.is_empty() { &self.other } else { form().unwrap_or(&self.other) }
    }

    /// The form for all numbers that have none of their own.
    pub fn other(&self) -> &str {
        &self.other
    }

    /// The text of each form, by the name that CLDR has for it.
    pub fn forms(&self) -> impl Iterator<Item = (&str, &str)> {
        let forms = self.forms.iter().map(|(form, text)| (*form, text.as_str()));
        forms.chain([("other", self.other.as_str())])
    }

    /// Reads one text for all numbers, or one for each form: `{one: day, other: days}`.
    pub(crate) fn read(node: &Node, locale: Locale, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Text(_) = &node.value {
            return Some(Self { locale, forms: BTreeMap::new(), other: node.text(diagnostics)?.to_owned() });
        }
        let mut fields = node.fields_of(Expected::PluralForms, diagnostics)?;
        let mut forms = BTreeMap::new();
        for form in PLURAL_CATEGORIES {
            let text = fields.optional(form).and_then(|node| node.text(diagnostics));
            forms.extend(text.map(|text| (form, text.to_owned())));
        }
        let other = fields.required("other", diagnostics).and_then(|node| Some(node.text(diagnostics)?.to_owned()));
        fields.finish(diagnostics);
        Some(Self { locale, forms, other: other? })
    }
}

/// The names that CLDR has for forms of numbers, but for `other`.
const PLURAL_CATEGORIES: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// The form that a language has for a number, by the name that CLDR has for it.
fn plural_category(number: &Decimal, locale: Locale) -> Option<&'static str> {
    let locale: icu_locale::Locale = locale.code().parse().ok()?;
    let rules = PluralRules::try_new(locale.into(), PluralRuleType::Cardinal.into()).ok()?;
    let number: fixed_decimal::Decimal = number.as_str().parse().ok()?;
    Some(match rules.category_for(&number) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    })
}
