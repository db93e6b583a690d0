//! What pages say once, and what has the room that it needs.

use scraper::{Html, Selector};

use crate::asking::DELIVERY;
use crate::support::Site;

fn page(site: &Site, path: &str) -> Html {
    Html::parse_document(&site.read(&format!("{path}/index.html")))
}

fn count(page: &Html, selector: &str) -> usize {
    page.select(&Selector::parse(selector).unwrap()).count()
}

fn text(page: &Html, selector: &str) -> String {
    page.select(&Selector::parse(selector).unwrap()).flat_map(|element| element.text()).collect()
}

#[test]
fn an_action_that_is_the_title_stands_once() {
    let site = Site::small();
    for (action, times) in [("It is free", 0), ("Send it", 1)] {
        let action = format!("- id: free\n  action: {{zh: 邮寄, en: {action}}}\n");
        site.write("content/decisions/delivery.yaml", DELIVERY.replace("- id: free\n", &action));
        site.build();
        let outcome = page(&site, "en/ask/delivery/post/under-2");
        assert_eq!(text(&outcome, ".outcome h2"), "It is free.");
        assert_eq!(count(&outcome, ".outcome .action"), times);
    }
}

#[test]
fn titles_that_have_their_numbers_get_no_others() {
    let site = Site::small();
    site.write(
        "content/guides/buying.yaml",
        "title: {zh: 购买, en: Buying}\nsummary: {zh: 两步。, en: Two steps.}\nsteps: [trial, price]\n",
    );
    site.build();
    assert_eq!(count(&page(&site, "en/guide/buying"), "ol.steps:not(.numbered)"), 1);
    for (article, title) in [("trial", "Step 1: a trial"), ("price", "Step 2: the price")] {
        site.edit(&format!("content/faq/basics/{article}.en.md"), |text| {
            format!("# {title}\n{}", text.split_once('\n').unwrap().1)
        });
    }
    site.build();
    assert_eq!(count(&page(&site, "en/guide/buying"), "ol.steps.numbered"), 1);
    assert_eq!(count(&page(&site, "zh/guide/buying"), "ol.steps:not(.numbered)"), 1);
}

#[test]
fn what_may_have_changed_in_all_rows_is_told_of_the_table() {
    let site = Site::small();
    let warning = "  volatile: {zh: 价格常变。, en: Prices change often.}\n";
    site.edit("content/rules/plans.yaml", |table| table + warning);
    site.build();
    let table = page(&site, "en/rules/plans");
    assert_eq!((count(&table, "p.volatile"), count(&table, "tr .volatile")), (0, 1));
    site.edit("content/rules/plans.yaml", |table| table.replace("  price: 9\n", &format!("  price: 9\n{warning}")));
    site.build();
    let table = page(&site, "en/rules/plans");
    assert_eq!((count(&table, "p.volatile"), count(&table, "tr .volatile")), (1, 0));
    assert!(text(&table, "p.volatile").contains("Prices change often."));
    assert_eq!(count(&page(&site, "en/rules/plans/small"), "p.volatile"), 1, "a row tells it on its own page");
}

#[test]
fn many_rows_with_sentences_are_cards_on_phones() {
    let site = Site::small();
    let table = |kind: &str, cell: &str| {
        let rows = (1..=13).map(|row| format!("- {{id: r{row}, name: R{row}, paid: yes, note: {cell}}}\n"));
        format!(
            "title: {{zh: 说明, en: Notes}}\nsummary: {{zh: 说明。, en: Notes.}}\ncolumns:\n\
             - {{id: name, type: text, label: {{zh: 名, en: Name}}}}\n- {{id: paid, type: yes_no, label: {{zh: 收费, en: Paid}}}}\n\
             - {{id: note, type: {kind}, label: {{zh: 说明, en: Note}}}}\nrows:\n{}",
            rows.collect::<String>()
        )
    };
    for (kind, cell, cards) in [("text", "{zh: 先试用。, en: Try it first.}", 1), ("number", "5", 0)] {
        let rows = table(kind, cell).replace("name: R", "sources: [manual/price], name: R");
        site.write("content/rules/notes.yaml", rows);
        site.build();
        let page = page(&site, "en/rules/notes");
        assert_eq!((count(&page, ".tools"), count(&page, ".table.cards")), (1, cards), "{kind}");
    }
}

#[test]
fn cells_say_that_they_say_nothing_and_break_where_words_and_addresses_do() {
    let site = Site::small();
    site.write(
        "content/rules/forms.yaml",
        "title: {zh: 申请表, en: Forms}\nsummary: {zh: 在哪里。, en: Where.}\ncolumns:\n\
         - {id: name, type: text, label: {zh: 省级地区, en: Province}}\n- {id: note, type: text, optional: true, label: {zh: 说明, en: Note}}\n\
         - {id: place, type: text, optional: true, empty: {zh: 未说明, en: Not stated}, label: {zh: 注销他人备案的网址, en: Where}}\nrows:\n\
         - {id: north, name: {zh: 注销他人备案的网址, en: North}, sources: [manual/price], place: {zh: 满 3 个月，见 forms.province.example/download, en: here}}\n\
         - {id: south, name: {zh: 南, en: South}, sources: [manual/price], note: {zh: 要看, en: See}}\n",
    );
    site.build();
    let table = page(&site, "zh/rules/forms");
    let empty = [".empty.none", ".empty:not(.none)"].map(|selector| text(&table, selector));
    assert_eq!(empty, ["—", "未说明"]);
    assert!(count(&table, "th[scope=col] > wbr") > 0 && count(&table, "th[scope=row] > wbr") > 0);
    let cell = site.read("zh/rules/forms/index.html");
    assert!(cell.contains("满 3 个月，见 forms<wbr>.province<wbr>.example/<wbr>download<"), "{cell}");
}

#[test]
fn a_wide_table_has_the_room_beside_the_text() {
    let site = Site::small();
    for (columns, beside) in [(4, 1), (5, 0)] {
        let row = "| a ".repeat(columns);
        let line = "| --- ".repeat(columns);
        let sections = "\n## A\n\nText.\n\n## B\n\nText.\n";
        site.edit("content/faq/basics/price.en.md", |text| {
            let kept = text.split("\n## A").next().unwrap().to_owned();
            format!("{kept}{sections}\n{row}|\n{line}|\n{row}|\n")
        });
        site.build();
        let article = page(&site, "en/faq/price");
        assert_eq!(count(&article, "nav.contents"), beside, "{columns} columns");
        assert_eq!(count(&article, "article.has-contents"), beside, "{columns} columns");
        assert_eq!(count(&article, ".contents-summary"), 1);
    }
}

#[test]
fn days_are_written_as_the_language_does() {
    let site = Site::small();
    site.build();
    for (path, selector) in
        [("en/faq/price", ".citations time"), ("en/faq/price", "footer.site time"), ("en/sources", "h2 time")]
    {
        assert_eq!(text(&page(&site, path), selector), "29 February 2020", "{path}");
    }
    assert_eq!(text(&page(&site, "zh/faq/price"), ".citations time"), "2020-02-29");
}

/// By no mark between them, in which a line could end.
#[test]
fn sources_are_cited_as_the_language_does() {
    let site = Site::small();
    site.build();
    assert_eq!(text(&page(&site, "en/faq/price"), ".citations a"), "Manual, Prices");
    assert_eq!(text(&page(&site, "zh/faq/price"), ".citations a"), "《手册》价格");
}
