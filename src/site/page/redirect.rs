//! Where an address moved to.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use crate::content::{Content, OldPath, Redirect};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::{Locale, Target};
use crate::site::address::Address;

#[derive(Debug)]
struct RedirectPage<'c> {
    redirect: &'c Redirect,
}

#[derive(Debug, Serialize)]
struct RedirectView {
    to: String,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    content.redirects.iter().map(|redirect| RedirectPage { redirect }.shared()).collect()
}

impl Page for RedirectPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        match &self.redirect.from.value {
            OldPath::InEach(path) => Address::moved(locale, path),
            OldPath::FromRoot(_, path) => Address::moved_from_root(path),
        }
    }

    fn written_in(&self, locale: Locale) -> Option<Locale> {
        match &self.redirect.from.value {
            OldPath::FromRoot(of, _) if *of != locale => None,
            _ => Some(locale),
        }
    }

    fn template(&self) -> &'static str {
        "redirect.html"
    }

    fn is_indexed(&self) -> bool {
        false
    }

    fn origin(&self) -> Option<Place> {
        Some(self.redirect.from.span.into())
    }

    fn canonical(&self, context: Context<'_>) -> Option<String> {
        match &self.redirect.to.value {
            Target::External(address) => Some(address.clone()),
            target => Some(format!("{}{}", context.base_url?, context.path_to(target)?)),
        }
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let title = context.title(&self.redirect.to.value).unwrap_or_else(|| context.message("moved"));
        let head = Head::new(title, context.optional_text(context.content.site.description.as_ref()));
        let to = match &self.redirect.to.value {
            Target::External(address) => address.clone(),
            target => {
                let root = self.address(context.locale).to_root();
                format!("{root}{}", context.path_to(target).unwrap_or_default())
            }
        };
        Ok(head.with_body(&RedirectView { to }))
    }
}
